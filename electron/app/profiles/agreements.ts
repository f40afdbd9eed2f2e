/**
 * What changes who gets kept secrets is asked for here, in a dialog that main draws: a page can ask for it, and can neither draw the
 * question nor answer it.
 */
import { X509Certificate } from 'node:crypto';
import { splitPem } from '../../core/tls/trust.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { Settings } from '../../protocol/values/app/settings.ts';
import type { RequestOf } from '../../protocol/values/survey/request.ts';
import { othersQuestion, rebindQuestion, trustQuestion } from '../../texts/app/agreements.ts';
import type { Desktop } from '../desktop.ts';
import type { Files } from '../saving/files.ts';
import type { Profiles } from './profiles.ts';

/** Kept secrets may go where their profile goes now. @throws AppError `not-confirmed` */
export async function rebindSecrets(profiles: Profiles, desktop: Desktop, id: string): Promise<void> {
  const misplaced = await profiles.secrets.misplaced(id);
  if (misplaced.length === 0) return;
  const { content } = await profiles.known(id);
  if (!(await desktop.confirm(rebindQuestion(content.name, misplaced)))) throw new AppError('not-confirmed');
  await profiles.secrets.rebind(id, misplaced);
}

/** A kept password may go to the mail protocols beside SMTP too, this once. @throws AppError `not-confirmed` */
export async function agreeOthers(
  profiles: Profiles,
  desktop: Desktop,
  id: string,
  { connection, also }: RequestOf<'mechanisms'>,
): Promise<void> {
  const { content } = await profiles.known(id);
  if (!(await desktop.confirm(othersQuestion(content.name, connection.target, also))))
    throw new AppError('not-confirmed');
}

type Trust = Settings['trust'];

/** Roots are trusted from a file that the user chose, and when the user agrees that they are. */
export class RootAgreement {
  readonly #desktop: Desktop;
  readonly #files: Files;
  /** In force before, since the start: taking a removal back brings no new file. */
  readonly #former = new Set<string>();

  constructor(desktop: Desktop, files: Files) {
    this.#desktop = desktop;
    this.#files = files;
  }

  /** @throws AppError `not-confirmed`; `invalid-argument` for what was not chosen, or holds no certificate */
  async ask(before: Trust, asked: Trust | undefined): Promise<void> {
    if (asked === undefined || asked?.pem === before?.pem) return;
    if (before !== null) this.#former.add(before.pem);
    if (asked === null) return;
    const roots = readRoots(asked.pem);
    if (!this.#former.has(asked.pem) && !this.#files.choseRoots(asked.name, asked.pem))
      throw new AppError('invalid-argument', { argument: 'trust', reason: 'it is no file that was chosen for this' });
    if (!(await this.#desktop.confirm(trustQuestion(asked.name, roots)))) throw new AppError('not-confirmed');
  }
}

function readRoots(pem: string): { subject: string; fingerprint: string }[] {
  try {
    const roots = splitPem(pem).map((block) => new X509Certificate(block));
    if (roots.length > 0) return roots.map(({ subject, fingerprint256 }) => ({ subject, fingerprint: fingerprint256 }));
  } catch (error) {
    throw new AppError('invalid-argument', { argument: 'trust', reason: 'it cannot be read' }, { cause: error });
  }
  throw new AppError('invalid-argument', { argument: 'trust', reason: 'it holds no certificate in PEM form' });
}
