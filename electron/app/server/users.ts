/**
 * The users of the test server: verifiers in a file of their own, from which no password can be read back, and the one place that
 * knows a new password for as long as it takes to make them.
 */
import * as v from 'valibot';
import type { JsonFile } from '../../storage/files/json-file.ts';
import { generatePassword } from '../../core/server/users/password.ts';
import {
  makeUserRecord,
  recordVerifiers,
  usableMechanisms,
  type UserRecord,
  WEAK_MECHANISMS,
} from '../../core/server/users/records.ts';
import { acceptAnyUser } from '../../core/server/users/users.ts';
import { tokenVerifier } from '../../core/server/users/tokens.ts';
import type { UserVerifier } from '../../core/server/handlers/types.ts';
import type { NewServerUser, ServerConfig, ServerUser } from '../../protocol/values/server/server.ts';

const octets = v.pipe(v.string(), v.base64());
const verifier = v.object({
  salt: octets,
  iterations: v.pipe(v.number(), v.integer(), v.minValue(1)),
  storedKey: octets,
  serverKey: octets,
});
export const StoredUsersSchema = v.object({
  schema: v.literal(1),
  users: v.array(
    v.object({
      user: v.string(),
      scram: v.object({ sha1: verifier, sha256: verifier, sha512: verifier }),
      digest: v.nullable(v.object({ realm: v.string(), secret: octets })),
      cram: v.nullable(v.object({ inner: octets, outer: octets })),
    }),
  ),
});
type Stored = v.InferOutput<typeof StoredUsersSchema>;

const read = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const write = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A user's verifiers, octets as `T`: text in the file, bytes in memory. */
interface UserOf<T> {
  readonly user: string;
  readonly scram: Readonly<Record<keyof UserRecord['scram'], KeysOf<T>>>;
  readonly digest: { readonly realm: string; readonly secret: T } | null;
  readonly cram: { readonly inner: T; readonly outer: T } | null;
}

interface KeysOf<T> {
  readonly salt: T;
  readonly iterations: number;
  readonly storedKey: T;
  readonly serverKey: T;
}

function convert<A, B>({ user, scram, digest, cram }: UserOf<A>, octets: (value: A) => B): UserOf<B> {
  const keys = ({ salt, iterations, storedKey, serverKey }: KeysOf<A>): KeysOf<B> => ({
    salt: octets(salt),
    iterations,
    storedKey: octets(storedKey),
    serverKey: octets(serverKey),
  });
  return {
    user,
    scram: { sha1: keys(scram.sha1), sha256: keys(scram.sha256), sha512: keys(scram.sha512) },
    digest: digest === null ? null : { realm: digest.realm, secret: octets(digest.secret) },
    cram: cram === null ? null : { inner: octets(cram.inner), outer: octets(cram.outer) },
  };
}

export class ServerUsers {
  readonly #file: JsonFile<Stored>;
  #records: readonly UserRecord[] = [];
  #made: { readonly of: unknown; readonly verifier: UserVerifier } | null = null;

  constructor(file: JsonFile<Stored>) {
    this.#file = file;
  }

  /** @throws AppError when what is kept cannot be read; nobody can log in then. */
  async open(): Promise<void> {
    this.#records = ((await this.#file.load())?.users ?? []).map((user) => convert(user, read));
  }

  list(realm: string): ServerUser[] {
    return this.#records.map((record) => ({ user: record.user, mechanisms: usableMechanisms(record, realm) }));
  }

  /** The password where it was made here. A user of that name gets the new one and keeps the place. */
  async add({ user, password }: NewServerUser, { hostname, auth }: ServerConfig): Promise<string | null> {
    const made = password === null ? generatePassword() : null;
    const offered = new Set([...auth.mechanisms, ...(auth.clearMechanisms ?? [])].map((name) => name.toUpperCase()));
    // Nobody finds a made one by trying; of a typed one only what is offered is made.
    const weak = WEAK_MECHANISMS.filter((name) => made !== null || offered.has(name));
    const record = await makeUserRecord({ user, password: password ?? made ?? '' }, hostname, weak);
    const known = this.#records.some((one) => one.user === user);
    await this.#keep(
      known ? this.#records.map((one) => (one.user === user ? record : one)) : [...this.#records, record],
    );
    return made;
  }

  async remove(user: string): Promise<void> {
    await this.#keep(this.#records.filter((one) => one.user !== user));
  }

  /** Judges by the configuration and the users of the moment. */
  verifier(config: () => ServerConfig): UserVerifier {
    const now = (): UserVerifier => this.#now(config().auth);
    return {
      verify: (user, password) => now().verify(user, password),
      scram: (user, hash) => now().scram(user, hash),
      digest: (user, realm) => now().digest(user, realm),
      cram: (user, challenge, digest) => now().cram(user, challenge, digest),
      token: (user, token) => now().token(user, token),
      open: (mechanism) => now().open(mechanism),
      mayActAs: (user, authzid) => now().mayActAs(user, authzid),
      admitsAnybody: (mechanism) => now().admitsAnybody(mechanism),
    };
  }

  #now(auth: ServerConfig['auth']): UserVerifier {
    if (this.#made?.of !== auth) this.#made = { of: auth, verifier: this.#make(auth) };
    return this.#made.verifier;
  }

  #make({ acceptAny, tokens }: ServerConfig['auth']): UserVerifier {
    const rule = tokens === undefined || tokens.kind === 'none' ? null : tokens;
    if (!acceptAny) return recordVerifiers(this.#records, rule);
    return tokens === undefined ? acceptAnyUser : { ...acceptAnyUser, token: tokenVerifier(rule) };
  }

  async #keep(records: readonly UserRecord[]): Promise<void> {
    await this.#file.save({ schema: 1, users: records.map((record) => convert(record, write)) });
    this.#records = records;
    this.#made = null;
  }
}
