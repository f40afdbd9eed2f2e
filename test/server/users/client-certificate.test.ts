/** AUTH EXTERNAL by TLS client certificate: who is trusted is known by the certificate's names, and nobody else is let in. */
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { extensionIds } from '../../../electron/core/tls/der.ts';
import { clientNames, clientRoots } from '../../../electron/core/tls/client-certificate.ts';
import { runCheck } from '../../harness/client-run.ts';
import { eventsOf, startFixture } from '../fixture.ts';
import { Peer } from '../peer.ts';

const openssl = (...args: string[]) => promisify(execFile)('openssl', args);
const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
let folder = '';
const made = new Map<string, { cert: string; key: string }>();

async function make(
  name: string,
  issuer: string | null,
  subject: string,
  extensions: readonly string[],
): Promise<void> {
  const at = (suffix: string) => join(folder, `${name}.${suffix}`);
  const config = at('cnf');
  await writeFile(config, `[req]\ndistinguished_name=dn\nx509_extensions=ext\n[dn]\n[ext]\n${extensions.join('\n')}\n`);
  const by = issuer === null ? [] : ['-CA', join(folder, `${issuer}.pem`), '-CAkey', join(folder, `${issuer}.key`)];
  const out = ['-keyout', at('key'), '-out', at('pem'), '-days', '30'];
  await openssl('req', '-x509', ...key, '-config', config, '-subj', subject, ...by, ...out);
  made.set(name, { cert: await readFile(at('pem'), 'utf8'), key: await readFile(at('key'), 'utf8') });
}

const authority = ['basicConstraints=critical,CA:TRUE', 'subjectKeyIdentifier=hash'];
const forClients = ['basicConstraints=CA:FALSE', 'extendedKeyUsage=clientAuth'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthorn-clients-'));
  await make('root', null, '/CN=Clients', authority);
  // Of the same name, with another key.
  await make('other-root', null, '/CN=Clients', authority);
  const mails = 'subjectAltName=email:ann@s.example,email:lee@s.example,DNS:s.example';
  await make('mail', 'root', '/CN=Ann Lee', [...forClients, mails]);
  await make('name', 'root', '/CN=bob', ['basicConstraints=CA:FALSE']);
  await make('nobody', 'root', '/O=Org', forClients);
  await make('two-names', 'root', '/CN=bob/CN=ann', forClients);
  await make('server', 'root', '/CN=bob', ['basicConstraints=CA:FALSE', 'extendedKeyUsage=serverAuth']);
  await make('foreign', 'other-root', '/CN=bob', forClients);
  await make('self', null, '/CN=bob', forClients);
  await make('middle', 'root', '/CN=Middle', authority);
  await make('constrained', null, '/CN=Bound', [...authority, 'nameConstraints=permitted;email:s.example']);
  // An extension of nobody's, with the octets of that one's identifier in it.
  await make('lookalike', null, '/CN=Free', [...authority, '1.2.3.4=DER:0603551D1E']);
  await make('below', 'middle', '/CN=bob', forClients);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const b64 = (text: string) => Buffer.from(text).toString('base64');
const pem = (name: string) => made.get(name)?.cert ?? '';

test.each([
  ['mail', '=', 'ann@s.example'],
  ['mail', b64('lee@s.example'), 'lee@s.example'],
  ['mail', b64('bob'), null],
  ['name', '=', 'bob'],
  ['name', b64('bob'), 'bob'],
  ['nobody', '=', null],
  ['two-names', '=', null],
  ['server', '=', null],
  ['foreign', '=', null],
  ['self', '=', null],
  ['below', '=', null],
  [null, '=', null],
  [null, b64('bob'), null],
] as const)('with the certificate %s, as %s: %s', async (certificate, response, user) => {
  for (const security of ['tls', 'starttls'] as const) {
    const fixture = await startFixture({
      listener: { security },
      auth: { enabled: true, allowClear: true, mechanisms: ['EXTERNAL'], clearMechanisms: [] },
      overrides: { clientCa: pem('root') },
    });
    const own = certificate === null ? {} : made.get(certificate);
    const options = { ca: (await fixture.authority()).caPem, servername: 'localhost', ...own };
    const port = fixture.states[0]?.boundPort ?? 0;
    const peer = security === 'tls' ? await Peer.connectTls({ port }, options) : await fixture.connect();
    await peer.reply();
    if (security === 'starttls') {
      expect(await peer.command('EHLO c')).not.toContain('AUTH');
      await peer.command('STARTTLS');
      await peer.startTls(options);
    }
    expect(await peer.command('EHLO c')).toContain('250-AUTH EXTERNAL\r\n');
    expect(await peer.command(`AUTH EXTERNAL ${response}`)).toMatch(user === null ? /^535 5\.7\.8 / : /^235 /);
    await peer.command('QUIT');
    peer.destroy();
    const auth = eventsOf(fixture.observed).find((event) => event.type === 'auth');
    expect(auth).toMatchObject({ tried: { mechanism: 'EXTERNAL', ok: user !== null } });
    if (user !== null) expect(auth).toMatchObject({ user });
  }
});

test('our own client logs in by its certificate alone, without a user', async () => {
  const fixture = await startFixture({
    listener: { security: 'tls' },
    auth: { enabled: true, allowClear: true, mechanisms: ['EXTERNAL'], clearMechanisms: [] },
    overrides: { clientCa: pem('root') },
  });
  const run = await runCheck({
    connection: {
      target: `127.0.0.1:${fixture.states[0]?.boundPort ?? 0}`,
      security: 'tls',
      servername: 'localhost',
      ca: (await fixture.authority()).caPem,
      clientCertificate: pem('name'),
    },
    secrets: { clientKey: { read: async () => made.get('name')?.key ?? '' } },
    auth: { user: '', password: '', mechanisms: ['EXTERNAL'] },
  });
  expect(run.error).toBeNull();
  expect(run.sent).toContain('AUTH EXTERNAL =');
  expect(run.of('auth')).toMatchObject([{ tried: { mechanism: 'EXTERNAL', ok: true }, user: null }]);
});

test('in its time alone, and by authorities alone', () => {
  const roots = clientRoots(pem('root'));
  const certificate = new X509Certificate(pem('name'));
  const day = 86_400_000;
  expect(clientNames(certificate, roots, new Date(Date.now() + 29 * day))).toEqual(['bob']);
  for (const days of [-1, 31]) expect(clientNames(certificate, roots, new Date(Date.now() + days * day))).toEqual([]);
  // An authority of the file itself may be in the middle of a chain.
  expect(clientNames(new X509Certificate(pem('below')), clientRoots(pem('middle')), new Date())).toEqual(['bob']);
  for (const text of ['', 'no PEM', pem('name'), pem('root') + pem('self')]) expect(() => clientRoots(text)).toThrow();
});

test('an authority with name constraints is refused by its extensions, not by octets that happen to be in it', () => {
  expect(() => clientRoots(pem('constrained'))).toThrow();
  expect(clientRoots(pem('lookalike'))).toHaveLength(1);
  const { raw } = new X509Certificate(pem('lookalike'));
  expect(extensionIds(raw)).toEqual(['2.5.29.19', '2.5.29.14', '1.2.3.4']);
  // Read to the end, or not at all: nobody takes a half for a certificate without.
  for (let length = 0; length < raw.length; length += 1) expect(extensionIds(raw.subarray(0, length))).toBeNull();
  for (let at = 0; at < raw.length; at += 1) {
    const broken = Buffer.from(raw);
    broken[at] = 0xff;
    expect(() => extensionIds(broken)).not.toThrow();
  }
});
