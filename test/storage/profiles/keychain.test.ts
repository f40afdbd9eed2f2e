/** The keychain: one call at a time, with a limit, every kind of no told apart; and a real GNOME keyring, open and locked. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startKeyring } from '../../../build/lib/machine/display.mjs';
import {
  Keychain,
  KEYCHAIN_SERVICE,
  type KeychainOptions,
  type KeytarCalls,
} from '../../../electron/storage/keychain/keychain.ts';

/** A keytar over a map, whose calls can be held back and made to fail. */
function fakeKeytar() {
  const entries = new Map<string, string>();
  const state = { running: 0, most: 0, failure: null as Error | null, held: Promise.resolve() };
  const call = async <T>(work: () => T): Promise<T> => {
    state.running += 1;
    state.most = Math.max(state.most, state.running);
    await state.held;
    await new Promise((resolve) => setImmediate(resolve));
    state.running -= 1;
    if (state.failure !== null) throw state.failure;
    return work();
  };
  const keytar: KeytarCalls = {
    getPassword: (_service, account) => call(() => entries.get(account) ?? null),
    setPassword: (_service, account, password) => call(() => void entries.set(account, password)),
    deletePassword: (_service, account) => call(() => entries.delete(account)),
  };
  return { entries, state, keytar };
}

const keychain = (keytar: KeytarCalls, more: KeychainOptions = {}): Keychain =>
  new Keychain({ load: async () => keytar, serviceState: async () => 'open', ...more });
const refusal = (reason: string): unknown =>
  expect.objectContaining({ code: 'secret-store-unavailable', params: { reason } });

describe('the keychain', () => {
  test('is not loaded before the first call, and asked one thing at a time', async () => {
    const { state, keytar } = fakeKeytar();
    let loaded = 0;
    const chain = keychain(keytar, { load: async () => ((loaded += 1), keytar) });
    expect(loaded).toBe(0);
    await Promise.all([chain.set('a', '1'), chain.set('b', '2'), chain.get('a'), chain.get('b')]);
    expect([loaded, state.most]).toEqual([1, 1]);
    expect(await chain.get('b')).toBe('2');
    expect(await chain.delete('b')).toBe(true);
    expect(await chain.get('b')).toBeNull();
  });

  test('a call that is never answered ends at its limit, the next ones at once, and all is well after it', async () => {
    const { state, keytar } = fakeKeytar();
    let answer = (): void => undefined;
    state.held = new Promise((resolve) => (answer = resolve));
    const reported: boolean[] = [];
    const chain = keychain(keytar, { callMs: 40, waitingMs: 5, waiting: (waiting) => reported.push(waiting) });
    expect(chain.busy).toBe(false);
    const [first, second] = [chain.get('a'), chain.get('b')];
    await expect(first).rejects.toEqual(refusal('no-answer'));
    await expect(second).rejects.toEqual(refusal('no-answer'));
    await expect(chain.set('a', '1')).rejects.toEqual(refusal('no-answer'));
    expect([reported, chain.busy]).toEqual([[true], true]);
    answer();
    await expect.poll(() => reported).toEqual([true, false]);
    expect(chain.busy).toBe(false);
    await chain.set('a', '1');
    expect(await chain.get('a')).toBe('1');
  });

  test.each([
    ['Cannot create an item in a locked collection', 'unknown', 'locked'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'unknown', 'no-service'],
    ['Unknown or unsupported transport “disabled” for address “disabled:”', 'unknown', 'no-service'],
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'unknown', 'no-service'],
    ['User canceled the operation.', 'unknown', 'refused'],
    ['The user name or passphrase you entered is not correct.', 'unknown', 'refused'],
    ['Objekt kann nicht angelegt werden', 'locked', 'locked'],
    ['Der Name wurde nicht gefunden', 'absent', 'no-service'],
    ['Etwas anderes', 'open', 'failed'],
  ] as const)('%s, with the service %s, is %s', async (message, service, reason) => {
    const { state, keytar } = fakeKeytar();
    state.failure = new Error(message);
    const chain = keychain(keytar, { platform: 'linux', serviceState: async () => service });
    await expect(chain.set('a', '1')).rejects.toEqual(refusal(reason));
  });

  test('a locked keyring that claims to have nothing is called locked', async () => {
    const { keytar } = fakeKeytar();
    const chain = keychain(keytar, { platform: 'linux', serviceState: async () => 'locked' });
    await expect(chain.get('a')).rejects.toEqual(refusal('locked'));
    await expect(chain.delete('a')).rejects.toEqual(refusal('locked'));
  });

  test('a system without the library is one without a service, until it has it', async () => {
    const { keytar } = fakeKeytar();
    let there = false;
    const chain = keychain(keytar, {
      load: async () => {
        if (!there) throw new Error('libsecret-1.so.0: cannot open shared object file');
        return keytar;
      },
    });
    await expect(chain.get('a')).rejects.toEqual(refusal('no-service'));
    there = true;
    expect(await chain.get('a')).toBeNull();
  });

  test.each([1, 2_560, 2_561, 2_560 * 16])('a secret of %i octets is split where Windows needs it', async (octets) => {
    const { entries, keytar } = fakeKeytar();
    const chain = keychain(keytar, { platform: 'win32' });
    const secret = 'x'.repeat(octets);
    await chain.set('a', secret);
    expect(Math.max(...[...entries.values()].map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(2_560);
    expect(await chain.get('a')).toBe(secret);
    expect(await chain.delete('a')).toBe(true);
    expect([...entries.keys()]).toEqual([]);
  });

  test('parts of other alphabets, of a shorter successor, and of one that lost a part', async () => {
    const { entries, keytar } = fakeKeytar();
    const chain = keychain(keytar, { platform: 'win32' });
    const long = 'é😀'.repeat(2_000);
    await chain.set('a', long);
    expect(await chain.get('a')).toBe(long);
    await chain.set('a', long.slice(0, 3_000));
    expect(await chain.get('a')).toBe(long.slice(0, 3_000));
    expect(entries.size).toBe(4);
    entries.delete('a#2');
    expect(await chain.get('a')).toBeNull();
    await chain.set('a', 'short');
    expect([...entries.keys()]).toEqual(['a']);
    await expect(chain.set('a', 'x'.repeat(2_560 * 16 + 1))).rejects.toEqual(refusal('too-long'));
    expect(await chain.get('a')).toBe('short');
  });
});

const linux = process.platform === 'linux';

describe.runIf(linux)('a GNOME keyring', () => {
  test('keeps, shows to others, and says when it is locked', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'posthorn-keyring-'));
    // Without a display the system can ask nobody, the keyring's own helper included: it says at once that it is locked.
    for (const name of ['DISPLAY', 'WAYLAND_DISPLAY']) Reflect.deleteProperty(process.env, name);
    const keyring = await startKeyring(dir);
    expect(keyring, 'gnome-keyring and dbus are installed').not.toBeNull();
    if (keyring === null) return;
    try {
      // keytar reads the environment when it is first asked.
      const env = Object.assign(process.env, keyring.env);
      const chain = new Keychain({ callMs: 20_000 });
      const secret = 'pä$$ "word"\u{1F511}';
      await chain.set('id.password', secret);
      expect(await chain.get('id.password')).toBe(secret);
      const search = ['lookup', 'service', KEYCHAIN_SERVICE, 'account', 'id.password'];
      expect(execFileSync('secret-tool', search, { env }).toString()).toBe(secret);
      const lock = ['--session', '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets'];
      const collection = 'array:objpath:/org/freedesktop/secrets/collection/login';
      execFileSync('dbus-send', [...lock, 'org.freedesktop.Secret.Service.Lock', collection], { env });
      await expect(chain.get('id.password')).rejects.toEqual(refusal('locked'));
      await expect(chain.set('id.password', 'other')).rejects.toEqual(refusal('locked'));
      await expect(chain.delete('id.password')).rejects.toEqual(refusal('locked'));
      keyring.stop();
      await expect
        .poll(() => chain.get('id.password').catch((error: unknown) => error), { timeout: 10_000 })
        .toEqual(refusal('no-service'));
    } finally {
      keyring.stop();
      await rm(dir, { recursive: true, force: true });
    }
  });
});
