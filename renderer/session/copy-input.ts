/** A run that is over, as what the commands of other programs are made from. */
import type { CopyInput } from '../../electron/texts/copy-as/types.ts';
import type { ShownRun } from './past-run.ts';

/** null until it is known where the run really went. */
export function copyInput({ report, asked }: Pick<ShownRun, 'report' | 'asked'>): CopyInput | null {
  if (report === null) return null;
  const { ehloName, heloOnly, localAddress, family, servername, insecure } = asked.connection;
  return {
    target: report.target,
    options: {
      ...(ehloName === undefined ? {} : { ehloName }),
      ...(heloOnly === undefined ? {} : { heloOnly }),
      ...(localAddress === undefined ? {} : { localAddress }),
      ...(family === undefined ? {} : { family }),
      ...(servername === undefined ? {} : { servername }),
      ...(insecure === undefined ? {} : { insecure }),
    },
    auth: asked.auth,
    envelope: { from: asked.envelope?.from ?? '', to: asked.envelope?.to ?? [] },
  };
}
