/** What was read of another program's settings. Nothing is run, looked up or connected while reading. */
import type { ImportError, ImportForm, ImportNote, ImportProblem } from '../../../protocol/values/profiles/exchange.ts';
import type { ProfileContent, ProfileFolder } from '../../../protocol/values/profiles/profile.ts';
import type { AuthOptions, ConnectionOptions } from '../../../protocol/values/target.ts';
import { limits } from '../limits.ts';
import { parsePort } from '../../../protocol/parse/host-port.ts';

export interface Imported {
  /** Proposed; the user may change it. */
  readonly name: string;
  readonly connection: Omit<ConnectionOptions, 'quitAfter' | 'dropAfter'>;
  readonly auth: AuthOptions | null;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** For the keychain at once, and for nothing else; null when there was none. */
  readonly password: string | null;
  readonly notes: readonly ImportNote[];
  /** What only a profile of ours has. */
  readonly own?: {
    readonly folder: Pick<ProfileFolder, 'name' | 'colour'> | null;
    readonly content: Pick<ProfileContent, 'colour' | 'favourite' | 'notes'>;
  };
}

export type ImportResult =
  | { readonly ok: true; readonly form: ImportForm; readonly found: readonly Imported[] }
  | { readonly ok: false; readonly problem: ImportProblem };

export const importFailed = (error: ImportError, line: number | null = null): ImportResult => ({
  ok: false,
  problem: { error, line },
});

/** Collects what one source says, so that each reader is a table of names. */
export class ImportDraft {
  readonly connection: { -readonly [K in keyof Imported['connection']]?: Imported['connection'][K] } = {};
  readonly to: string[] = [];
  readonly notes: ImportNote[] = [];
  readonly mechanisms: string[] = [];
  from = '';
  user: string | null = null;
  authzid: string | null = null;
  password: string | null = null;
  readonly #ignored = new Set<string>();

  ignore(what: string): void {
    if (this.#ignored.has(what) || this.#ignored.size >= limits.exchange.notes) return;
    this.#ignored.add(what);
    // The name alone: what follows it may be a secret.
    this.notes.push({ code: 'ignored', what });
  }

  finish(target: string, name: string): Imported {
    const auth: AuthOptions | null =
      this.user === null
        ? null
        : {
            user: this.user,
            ...(this.authzid === null ? {} : { authzid: this.authzid }),
            ...(this.mechanisms.length === 0 ? {} : { mechanisms: this.mechanisms }),
          };
    return {
      name,
      connection: { ...this.connection, target },
      auth,
      envelope: { from: this.from, to: this.to },
      password: this.password,
      notes: this.notes,
    };
  }
}

/** A port that can be connected to; null for what is none, 0 among it. */
export function readPort(text: string): number | null {
  const port = parsePort(text);
  return port === 0 ? null : port;
}
