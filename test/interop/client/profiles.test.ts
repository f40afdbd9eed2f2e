/** A profile of an msmtprc, its password in a real keyring, verified against Postfix with SASL; the password is found nowhere else. */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startKeyring } from '../../../build/lib/machine/display.mjs';
import { describeWith } from '../availability.ts';
import { startPosthorn, withHome, type Finished } from '../posthorn.ts';
import { startMailSystem, type MailSystem } from '../servers/mail-system.ts';
import { users } from '../servers/dovecot.ts';
import { run } from '../servers/tools.ts';

const user = 'dora';
const secret = users[user];
const forms = [
  secret,
  encodeURIComponent(secret),
  ...[secret, `\0${user}\0${secret}`].map((text) => Buffer.from(text).toString('base64').replace(/=+$/, '')),
].flatMap((form) => [Buffer.from(form), Buffer.from(form, 'utf16le')]);

await describeWith(['postfix', 'dovecot'], 'a profile on the command line', () => {
  let system: MailSystem;
  beforeAll(async () => {
    system = await startMailSystem({ mechanisms: ['plain', 'scram-sha-256'] });
  });
  afterAll(() => system.stop());

  test('is imported, verified twice, used to send; its password is in the keyring alone', () =>
    withHome(async (home) => {
      const folder = home.HOME ?? '';
      const keyring = await startKeyring(join(folder, 'keyring'));
      expect(keyring, 'gnome-keyring and dbus are installed').not.toBeNull();
      if (keyring === null) return;
      const env = { ...home, ...keyring.env };
      const printed: Buffer[] = [];
      const posthorn = async (args: readonly string[], input = ''): Promise<Finished> => {
        const child = startPosthorn(args, env);
        const streams = { stdout: '', stderr: '' };
        for (const name of ['stdout', 'stderr'] as const)
          child[name].on('data', (chunk: Buffer) => (streams[name] += chunk.toString()));
        child.stdin.end(input);
        const [status] = (await once(child, 'close')) as [number | null];
        printed.push(Buffer.from(streams.stdout), Buffer.from(streams.stderr));
        return { status, ...streams };
      };
      try {
        const certificate = new X509Certificate(await readFile(system.certificates.cert));
        const msmtprc = [
          'account work',
          'host 127.0.0.1',
          `port ${system.postfix.port}`,
          'tls on',
          `tls_fingerprint ${certificate.fingerprint256}`,
          'auth on',
          `user ${user}`,
          `password ${secret}`,
          'from dora@interop.test',
        ].join('\n');
        const imported = await posthorn(['profiles', 'import', '-', '--json'], msmtprc);
        expect(JSON.parse(imported.stdout)).toMatchObject({
          ok: true,
          form: 'msmtprc',
          profiles: [{ name: 'work', user, secret: { state: 'keychain' }, notes: [] }],
        });
        const [id] = (JSON.parse(imported.stdout) as { profiles: { id: string }[] }).profiles.map((each) => each.id);
        const entry = ['lookup', 'service', 'Posthorn', 'account', `${id ?? ''}.password`];
        expect((await run('secret-tool', entry, { env })).stdout).toBe(secret);

        for (const kind of ['first', 'second']) {
          const verified = await posthorn(['profiles', 'verify', 'WORK', '--json', '--transcript']);
          expect(verified.status, `${kind}: ${verified.stderr}`).toBe(0);
          expect(JSON.parse(verified.stdout)).toMatchObject({
            ok: true,
            verified: { ok: true, mechanism: 'SCRAM-SHA-256', tlsVersion: 'TLSv1.3' },
            check: { delivery: null, recipients: [], auth: { used: 'SCRAM-SHA-256' } },
          });
        }
        const list = JSON.parse((await posthorn(['profiles', 'list', '--json'])).stdout) as { profiles: unknown[] };
        expect(list.profiles).toMatchObject([{ name: 'work', secrets: ['password'], verified: { ok: true } }]);
        const plain = await posthorn(['check', 'profile:work', '--auth', 'PLAIN', '--json', '--transcript']);
        expect(JSON.parse(plain.stdout)).toMatchObject({ ok: true, auth: { used: 'PLAIN' } });
        const report = join(folder, 'report.html');
        const sent = await posthorn(['send', 'profile:work', '--to', 'bob@interop.test', '--report', report, '--json']);
        expect(JSON.parse(sent.stdout)).toMatchObject({ ok: true, delivery: 'all' });
        await posthorn(['profiles', 'export', '--all', '--output', join(folder, 'all.json')]);

        await run('secret-tool', ['clear', ...entry.slice(1)], { env });
        const gone = await posthorn(['profiles', 'verify', 'work', '--json']);
        expect(gone.status).toBe(3);
        expect(JSON.parse(gone.stdout)).toMatchObject({
          error: { code: 'secret-missing', params: { reason: 'vanished' } },
        });

        const files = await readdir(folder, { recursive: true, withFileTypes: true });
        const own = files.filter((file) => file.isFile() && !file.parentPath.includes('keyring'));
        expect(own.map(({ name }) => name)).toEqual(
          expect.arrayContaining(['profiles.json', 'all.json', 'report.html']),
        );
        for (const file of own) printed.push(await readFile(join(file.parentPath, file.name)));
        for (const text of printed) for (const form of forms) expect(text.includes(form)).toBe(false);
      } finally {
        keyring.stop();
      }
    }));
});
