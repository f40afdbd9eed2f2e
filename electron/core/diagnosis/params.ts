/** What sentences may name: the server and the address it speaks of, where they are known. */
import type { DiagnosisParams } from '../../texts/diagnosis/types.ts';
import type { Evidence } from './evidence.ts';

const address = /<([^<>\s]{1,254}@[^<>\s]{1,254})>/;

/** Of the AUTH line of the EHLO answer; null where there is none, or no answer is known. */
function offeredIn(ehlo: readonly string[] | null): string | null {
  const line = ehlo?.map((one) => /^(?:250[- ])?AUTH[ =](.{1,300})$/i.exec(one)?.[1]).find((one) => one !== undefined);
  return line?.trim().toUpperCase().split(/ +/).join(', ') ?? null;
}

export function paramsOf({ target, session, reply }: Evidence): DiagnosisParams {
  const offered = offeredIn(session.ehlo);
  return {
    ...(offered === null ? {} : { offered }),
    ...(target.host === null ? {} : { host: target.host }),
    ...(target.port === null ? {} : { port: target.port }),
    ...(session.user === null ? {} : { user: session.user }),
    ...(session.mechanism === null ? {} : { mechanism: session.mechanism.toUpperCase() }),
    ...((found) => (found === undefined ? {} : { address: found }))(address.exec(reply.words)?.[1]),
  };
}
