/** A secret in the keychain and its place in the file are two steps: what comes between them gets no half of another. */
import { beforeEach, expect, test } from 'vitest';
import { addProfile, emptyBook, type ProfileBook } from '../../../electron/core/profiles/book.ts';
import { ProfileSecrets } from '../../../electron/core/profiles/secrets.ts';
import type { ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import { memoryKeychain } from '../../harness/memory-keychain.ts';
import { content } from './samples.ts';

const REAL = 'of the user';
const OWN = 'of somebody else';
const auth = { user: 'ann', allowClear: true };
const home: ConnectionOptions = { target: '127.0.0.1:2525', security: 'none' };
const evil: ConnectionOptions = { target: '127.0.0.1:6666', security: 'none' };
const ID = 'p';

interface Gate {
  readonly open: () => void;
  readonly opened: Promise<void>;
}
function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}
/** Everything that could go on without anybody outside has gone on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

let book: ProfileBook;
/** The keychain takes the user's secret late, and says so later still. */
let late: Gate;
let answered: Gate;
let secrets: ProfileSecrets;

beforeEach(() => {
  book = addProfile(ID, content('p', { connection: evil, auth }), null)(emptyBook);
  [late, answered] = [gate(), gate()];
  const keychain = memoryKeychain();
  secrets = new ProfileSecrets({
    keychain: {
      ...keychain,
      set: async (account, secret) => {
        if (secret === REAL) await late.opened;
        await keychain.set(account, secret);
        if (secret === REAL) await answered.opened;
      },
    },
    change: async (change) => (book = change(book)),
    book: async () => book,
    changed: () => undefined,
  });
});

const read = (connection: ConnectionOptions): Promise<string> =>
  secrets
    .source(ID, { connection, auth })
    .read()
    .catch((error: unknown) => {
      if (error instanceof AppError) return error.code;
      throw error;
    });

test('two that are kept at once: neither is read for the place of the other', async () => {
  // Such as one of an import, which may go where it came with, and one that a page gives for where it led the profile.
  const real = secrets.set(ID, 'password', REAL, 'keychain', { connection: home, auth });
  await settled();
  const own = secrets.set(ID, 'password', OWN, 'keychain');
  await settled();
  late.open();
  await settled();
  const stolen = read(evil);
  await settled();
  answered.open();
  await Promise.all([real, own]);
  expect(await stolen).not.toBe(REAL);
  expect([await read(evil), await read(home)]).not.toContain(REAL);
});

test('one that is removed while it is being kept is gone', async () => {
  const real = secrets.set(ID, 'password', REAL, 'keychain', { connection: home, auth });
  await settled();
  const removed = secrets.remove(ID, 'password');
  await settled();
  late.open();
  answered.open();
  await Promise.all([real, removed]);
  expect(await secrets.status(ID)).toContainEqual({ kind: 'password', state: 'none' });
  expect(await read(home)).toBe('secret-missing');
});

test('one that fails holds nobody up', async () => {
  await expect(secrets.set(ID, 'password', '', 'keychain')).rejects.toMatchObject({ code: 'invalid-argument' });
  const unknown = secrets.set('gone', 'password', OWN, 'keychain');
  await expect(unknown).rejects.toMatchObject({ code: 'profile-not-found' });
  await secrets.set(ID, 'password', OWN, 'keychain');
  expect(await read(evil)).toBe(OWN);
});
