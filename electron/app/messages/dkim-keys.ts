/**
 * Private keys of DKIM signatures, in main's memory: read from a file that the user chose, or made for a test. One that is to be kept goes
 * to the keychain and nowhere else; what may be known of it stands in a file.
 */
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { makeDkimKey, readDkimKey } from '../../core/message/dkim/keys.ts';
import { signMessage } from '../../core/message/dkim/sign.ts';
import type { Clock, SecretStore } from '../../core/ports.ts';
import type { MessageSource } from '../../core/smtp/types.ts';
import { parseDkimDomain, parseDkimSelector } from '../../protocol/parse/message/dkim.ts';
import type { Typed } from '../../protocol/parse/result.ts';
import {
  type DkimAlgorithm,
  type DkimChoice,
  type DkimKeyInfo,
  DkimKeyInfoSchema,
} from '../../protocol/values/app/dkim.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { JsonFile } from '../../storage/files/json-file.ts';
import { limits } from '../limits.ts';
import type { Files } from '../saving/files.ts';

export const StoredDkimKeysSchema = v.object({ schema: v.literal(1), keys: v.array(DkimKeyInfoSchema) });
export type StoredDkimKeys = v.InferOutput<typeof StoredDkimKeysSchema>;

interface DkimKeysOptions {
  readonly file: JsonFile<StoredDkimKeys>;
  readonly keychain: SecretStore;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

const accountOf = (key: string): string => `dkim:${key}`;

export class DkimKeys {
  readonly #options: DkimKeysOptions;
  /** Those of this run of the app, kept or not, by id: PEM. */
  readonly #held = new Map<string, { readonly info: DkimKeyInfo; readonly pem: string }>();
  #kept: Promise<Map<string, DkimKeyInfo>> | null = null;

  constructor(options: DkimKeysOptions) {
    this.#options = options;
  }

  async list(): Promise<DkimKeyInfo[]> {
    const kept = await this.#read();
    const held = [...this.#held.values()].map(({ info }) => info).filter(({ key }) => !kept.has(key));
    return [...kept.values(), ...held];
  }

  async make(algorithm: DkimAlgorithm): Promise<DkimKeyInfo> {
    return this.#hold(await makeDkimKey(algorithm), null);
  }

  /** Of a file chosen for it. */
  async fromFile(handle: string): Promise<DkimKeyInfo> {
    const { pem, name } = await this.#options.files.dkimKey(handle);
    return this.#hold(pem, name);
  }

  /** In the keychain, as the user asked. */
  async keep(key: string): Promise<DkimKeyInfo> {
    const held = this.#held.get(key);
    const kept = await this.#read();
    const known = kept.get(key);
    if (held === undefined) {
      if (known !== undefined) return known;
      throw gone();
    }
    const info = { ...held.info, kept: true };
    await this.#options.keychain.set(accountOf(key), held.pem);
    kept.set(key, info);
    await this.#save(kept);
    return info;
  }

  /** Out of memory, keychain and file. */
  async forget(key: string): Promise<void> {
    this.#held.delete(key);
    const kept = await this.#read();
    if (!kept.has(key)) return;
    await this.#options.keychain.delete(accountOf(key));
    kept.delete(key);
    await this.#save(kept);
  }

  /** @throws AppError `invalid-argument` for names that are none, or for a message that cannot be signed; `secret-missing` where the key is gone */
  async signed(message: MessageSource, { key, domain, selector }: DkimChoice): Promise<MessageSource> {
    const who = {
      domain: named('dkim domain', parseDkimDomain(domain)),
      selector: named('dkim selector', parseDkimSelector(selector)),
    };
    const seconds = Math.floor(Date.parse(this.#options.clock.wall()) / 1_000);
    return signMessage(message, { ...who, key: readDkimKey(await this.#pem(key)) }, seconds);
  }

  async #pem(key: string): Promise<string> {
    const held = this.#held.get(key);
    if (held !== undefined) return held.pem;
    const info = (await this.#read()).get(key);
    const pem = info === undefined ? null : await this.#options.keychain.get(accountOf(key));
    if (info === undefined || pem === null) throw gone();
    this.#held.set(key, { info, pem });
    return pem;
  }

  #hold(pem: string, file: string | null): DkimKeyInfo {
    // One more is no test; the first that nobody kept goes.
    if (this.#held.size >= limits.messages.dkimKeys) this.#held.delete([...this.#held.keys()][0] ?? '');
    const { algorithm, bits, record } = readDkimKey(pem);
    const info: DkimKeyInfo = { key: randomUUID(), file, algorithm, bits, record, kept: false };
    this.#held.set(info.key, { info, pem });
    return info;
  }

  #read(): Promise<Map<string, DkimKeyInfo>> {
    return (this.#kept ??= this.#options.file.load().then(
      (stored) => new Map((stored?.keys ?? []).map((info) => [info.key, info])),
      (error: unknown) => {
        // The file was set aside; the keys stay in the keychain.
        this.#options.log(
          `the list of DKIM keys could not be read: ${error instanceof Error ? error.name : typeof error}`,
        );
        return new Map<string, DkimKeyInfo>();
      },
    ));
  }

  #save(kept: ReadonlyMap<string, DkimKeyInfo>): Promise<void> {
    return this.#options.file.save({ schema: 1, keys: [...kept.values()] });
  }
}

const gone = (): AppError =>
  new AppError('secret-missing', { name: 'the DKIM key is no longer there: choose it again' });

function named(argument: string, name: Typed<string>): string {
  if (name.ok) return name.value;
  const reason = name.reason === 'missing' ? 'it is missing' : 'it is not a name in DNS';
  throw new AppError('invalid-argument', { argument, reason });
}
