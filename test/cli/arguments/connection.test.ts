import { expect, test } from 'vitest';
import { connectionFrom, loginFrom } from '../../../electron/cli/arguments/connection.ts';
import { envelopeFrom } from '../../../electron/cli/arguments/envelope.ts';
import { serverConfigFrom, usersFrom } from '../../../electron/cli/arguments/listen.ts';
import { checkValues, sendValues, serveValues } from '../given.ts';

const noInput = (): never => {
  throw new Error('standard input is not to be read');
};

test.each([
  'smtp://ann:geheim@mx.test',
  'smtps://ann:geheim@mx.test:465/',
  'smtp://:geheim@mx.test',
  'lmtp://a%40b:gehe%69m@h',
  'ann:geheim@mx.test',
])('a password in the target is refused and not repeated: %s', async (target) => {
  const refused = connectionFrom(target, checkValues());
  await expect(refused).rejects.toMatchObject({ name: 'UsageError' });
  await expect(refused).rejects.not.toThrow(/geheim|gehe%69m/);
});

test('options become the connection; what is not given is left out', async () => {
  expect(await connectionFrom('mx.test', checkValues())).toEqual({ target: 'mx.test' });
  const options = checkValues(
    '--security',
    'tls',
    '--timeout',
    '2.5',
    '--tls-min',
    '1.2',
    '--family',
    '6',
    '--insecure',
    '--helo',
  );
  expect(await connectionFrom('mx.test', options)).toEqual({
    target: 'mx.test',
    security: 'tls',
    family: 6,
    insecure: true,
    heloOnly: true,
    tlsMin: 'TLSv1.2',
    timeouts: { dns: 2500, connect: 2500, greeting: 2500, tls: 2500, reply: 2500, bodyIdle: 2500, finalDot: 2500 },
  });
});

test.each([
  ['--timeout', '0'],
  ['--timeout', 'soon'],
  ['--accept-certificate', '12:34'],
])('%s %s is refused', async (...argv) => {
  expect(() => checkValues(...argv)).toThrow(argv[0]);
});

test('a fingerprint is taken with or without colons and prefix', async () => {
  const hex = 'ab'.repeat(32);
  const colons = hex.toUpperCase().match(/../g)!.join(':');
  for (const form of [hex, colons, `sha256:${hex}`]) {
    expect(await connectionFrom('x', checkValues('--accept-certificate', form))).toMatchObject({
      acceptCertificate: hex.toUpperCase(),
    });
  }
});

test('a user needs a password that does not come by argument', async () => {
  await expect(loginFrom(checkValues('--user', 'ann').login, noInput)).rejects.toThrow(
    '--password-stdin or --password-env',
  );
  await expect(loginFrom(checkValues('--password-stdin').login, noInput)).rejects.toThrow('of no use without --user');
  await expect(
    loginFrom(checkValues('--user', 'a', '--password-env', 'POSTHORN_UNSET_VARIABLE').login, noInput),
  ).rejects.toMatchObject({
    code: 'secret-missing',
  });
  process.env.POSTHORN_TEST_SECRET = 'geheim';
  const login = await loginFrom(
    checkValues('--user', 'a', '--password-env', 'POSTHORN_TEST_SECRET', '--auth', 'login,plain').login,
    noInput,
  );
  delete process.env.POSTHORN_TEST_SECRET;
  expect(login?.options).toEqual({ user: 'a', mechanisms: ['LOGIN', 'PLAIN'] });
  expect(await login?.secret.read()).toBe('geheim');
});

test('a password that is empty, a user that is, and a mechanism that nobody knows are found before anything is connected', async () => {
  process.env.POSTHORN_TEST_SECRET = '';
  const stored = ['--password-env', 'POSTHORN_TEST_SECRET'];
  await expect(loginFrom(checkValues('--user', 'a', ...stored).login, noInput)).rejects.toMatchObject({
    code: 'secret-missing',
    params: { name: 'the environment variable POSTHORN_TEST_SECRET is empty' },
  });
  await expect(loginFrom(checkValues('--user', '', ...stored).login, noInput)).rejects.toThrow('--user is empty');
  await expect(
    loginFrom(checkValues('--user', 'a', ...stored, '--auth', 'PLAIN,GSSAPI').login, noInput),
  ).rejects.toThrow(/GSSAPI is no mechanism.*SCRAM-SHA-256/);
  delete process.env.POSTHORN_TEST_SECRET;
});

test('an envelope has both ends', () => {
  expect(envelopeFrom(sendValues())).toBeNull();
  expect(() => envelopeFrom(sendValues('--from', 'a@x.test'))).toThrow('--to is missing');
  expect(() => envelopeFrom(sendValues('--to', 'a@x.test'))).toThrow('--from is missing');
  expect(
    envelopeFrom(sendValues('--from', '<>', '--to', 'a@x.test', '--to', 'a@x.test', '--body', '8bitmime')),
  ).toEqual({
    from: '',
    to: ['a@x.test', 'a@x.test'],
    body: '8bitmime',
  });
});

test('listeners: the defaults, or exactly those that are given', () => {
  const { config: defaults } = serverConfigFrom(serveValues('--starttls', 'required'), []);
  expect(
    defaults.listeners.map(({ protocol, security, port, nextFree }) => [protocol, security, port, nextFree]),
  ).toEqual([
    ['smtp', 'starttls-required', 2525, true],
    ['smtp', 'tls', 2465, true],
    ['lmtp', 'none', 2424, true],
  ]);
  expect(defaults.magicRecipients).toBeUndefined();
  const { config: other } = serverConfigFrom(
    serveValues('--starttls', 'off', '--lmtp-starttls', 'required', '--magic-recipients', 'off'),
    [],
  );
  expect(other.listeners.map(({ security }) => security)).toEqual(['none', 'tls', 'starttls-required']);
  expect(other.magicRecipients).toBe(false);
  const { config: given } = serverConfigFrom(
    serveValues(
      '--smtp',
      '0',
      '--smtp',
      '[::1]:2526',
      '--lmtp',
      '/tmp/l',
      '--lmtp',
      'localhost:24',
      '--lmtp-starttls',
      'offered',
    ),
    [],
  );
  expect(given.listeners).toEqual([
    { id: 'smtp', protocol: 'smtp', security: 'starttls', host: '127.0.0.1', port: 0, path: null, nextFree: false },
    { id: 'smtp-2', protocol: 'smtp', security: 'starttls', host: '::1', port: 2526, path: null, nextFree: false },
    { id: 'lmtp', protocol: 'lmtp', security: 'starttls', host: null, port: null, path: '/tmp/l', nextFree: false },
    { id: 'lmtp-2', protocol: 'lmtp', security: 'starttls', host: 'localhost', port: 24, path: null, nextFree: false },
  ]);
});

test.each([
  ['--smtp', '65536'],
  ['--smtp', 'x'],
  ['--smtp', '/tmp/x'],
  ['--smtps', '[1.2.3.4]:5'],
  ['--lmtp', 'a b:24'],
  ['--hostname', 'a b'],
  ['--max-size', '-1'],
  ['--auth-mechanisms', 'PLAIN'],
])('serve %s %s is refused', (option, value) => {
  expect(() => serverConfigFrom(serveValues(`${option}=${value}`), [])).toThrow(option);
});

const ann = [{ user: 'ann', password: 'pw' }];

test.each([
  [['--auth-mechanisms', 'NTLM'], ann, 'is no mechanism that the server knows'],
  [['--auth-mechanisms', 'X-OWN'], ann, 'X-OWN'],
  [['--auth-any', '--auth-mechanisms', 'SCRAM-SHA-256'], [], 'needs --auth, not --auth-any'],
  [['--auth-mechanisms', 'XOAUTH2'], ann, 'needs --auth-token'],
  [['--auth-token', 'ya29.secret'], [], '--auth-token needs any, env:NAME'],
  [['--auth-token', 'jwt:aud'], [], 'CLAIM=VALUE'],
  [['--auth-mechanisms-clear', 'PLAIN'], [], 'of no use without'],
] as const)('serve %j is refused', (argv, users, words) => {
  expect(() => serverConfigFrom(serveValues(...argv), users)).toThrow(words);
  expect(() => serverConfigFrom(serveValues(...argv), users)).not.toThrow('ya29');
});

test('mechanisms are chosen apart for clear and for TLS, tokens by a rule', async () => {
  const argv = [
    '--auth-mechanisms',
    'scram-sha-256,cram-md5',
    '--auth-mechanisms-clear',
    'none',
    '--auth-token',
    'any',
  ];
  const { config, users } = serverConfigFrom(serveValues(...argv), ann);
  expect(config.auth).toMatchObject({ enabled: true, mechanisms: ['SCRAM-SHA-256', 'CRAM-MD5'], clearMechanisms: [] });
  expect(await users.token('ann', 'anything')).toEqual({ user: 'ann' });
  expect(await users.verify('ann', 'pw')).toBe(true);
  const { config: usual } = serverConfigFrom(serveValues('--auth-token', 'jwt:aud=mail,scope=send'), []);
  expect(usual.auth.mechanisms).toEqual(['PLAIN', 'LOGIN', 'XOAUTH2', 'OAUTHBEARER']);
});

test('client certificates alone: EXTERNAL inside TLS, nothing without it', async () => {
  const { config, users } = serverConfigFrom(serveValues('--client-ca', 'roots.pem', '--relay', 'x.test'), []);
  expect(config.auth).toEqual({
    enabled: true,
    acceptAny: false,
    required: true,
    allowClear: true,
    mechanisms: ['EXTERNAL'],
    clearMechanisms: [],
  });
  expect(await users.open('EXTERNAL')).toBe(false);
  const any = serverConfigFrom(serveValues('--client-ca', 'roots.pem', '--auth-any'), []);
  expect(any.config.auth.mechanisms).toEqual(['PLAIN', 'LOGIN', 'EXTERNAL']);
  expect(any.config.auth.clearMechanisms).toEqual(['PLAIN', 'LOGIN']);
  expect([await any.users.open('EXTERNAL'), await any.users.open('ANONYMOUS')]).toEqual([false, true]);
});

test('EXTERNAL and ANONYMOUS need no user, what takes a password does', async () => {
  for (const list of ['EXTERNAL', 'anonymous', 'EXTERNAL,ANONYMOUS']) {
    const login = await loginFrom(checkValues('--auth', list).login, noInput);
    expect(login?.options).toEqual({ user: '', mechanisms: list.toUpperCase().split(',') });
    expect(await login?.secret.read()).toBe('');
  }
  expect((await loginFrom(checkValues('--auth', 'EXTERNAL', '--user', '').login, noInput))?.options.user).toBe('');
  for (const args of [
    ['--auth', 'EXTERNAL,PLAIN'],
    ['--auth', 'PLAIN'],
    ['--authzid', 'x'],
    ['--user', ''],
  ])
    await expect(loginFrom(checkValues(...args).login, noInput)).rejects.toThrow(/--user/);
});

test('EXTERNAL and ANONYMOUS need no password', async () => {
  const login = await loginFrom(checkValues('--user', 'ann', '--auth', 'EXTERNAL,ANONYMOUS').login, noInput);
  expect(login?.options).toEqual({ user: 'ann', mechanisms: ['EXTERNAL', 'ANONYMOUS'] });
  expect(await login?.secret.read()).toBe('');
  const bound = ['--user', 'ann', '--auth', 'EXTERNAL', '--channel-binding', 'tls-unique'];
  expect((await loginFrom(checkValues(...bound).login, noInput))?.options.channelBinding).toBe('tls-unique');
});

test('test users come from the environment and never from an argument', () => {
  expect(() => usersFrom(serveValues('--auth', 'ann:geheim'))).toThrow('USER:env:NAME');
  expect(() => usersFrom(serveValues('--auth', 'ann:geheim'))).not.toThrow('geheim');
  process.env.POSTHORN_TEST_USER = 'pw';
  expect(usersFrom(serveValues('--auth', 'a:b:env:POSTHORN_TEST_USER'))).toEqual([
    { user: 'a:b', password: 'pw', made: false },
  ]);
  expect(usersFrom(serveValues('--auth', 'ann'))).toMatchObject([{ user: 'ann', made: true }]);
  delete process.env.POSTHORN_TEST_USER;
});

test.each(['--ca', '--client-cert'])('%s of a file that is not there is named', async (option) => {
  await expect(connectionFrom('mx.test', checkValues(option, './no-such-file'))).rejects.toMatchObject({
    code: 'invalid-argument',
    params: { argument: option, reason: './no-such-file cannot be read (ENOENT)' },
  });
});
