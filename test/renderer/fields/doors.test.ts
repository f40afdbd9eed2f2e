/**
 * What people type, through every door that it comes in by: the window's fields, the command line, imported settings, the engine. One
 * table, because none may refuse what another takes, or take it for something else.
 */
import { describe, expect, test } from 'vitest';
import { connectionFrom } from '../../../electron/cli/arguments/connection.ts';
import { connectionOptions } from '../../../electron/protocol/options/connection.ts';
import { checkValues } from '../../cli/given.ts';
import { importSettings } from '../../../electron/core/profiles/exchange/import.ts';
import { planConnection } from '../../../electron/core/smtp/plan/arguments.ts';
import type { ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import { fieldErrors } from '../../../renderer/session/fields/errors.ts';
import { contentOf, emptyContent, fieldsOf, type ProfileFields } from '../../../renderer/session/fields/fields.ts';
import { settleTarget, tidyTarget } from '../../../renderer/session/target/target-words.ts';
import { parseSource } from '../../../electron/protocol/parse/host-port.ts';

const REFUSED = 'refused';
const NUL = '\0';

/** host:port as it is connected to, `tls` where it is implicit, `lmtp` where it is that. */
const shown = (target: {
  host: string | null;
  port: number | null;
  path: string | null;
  protocol: string;
  security: string;
}): string =>
  [
    target.path ?? `${target.host ?? ''} ${target.port ?? ''}`,
    ...(target.security === 'tls' ? ['tls'] : []),
    ...(target.protocol === 'lmtp' ? ['lmtp'] : []),
  ].join(' ');

function engine(connection: ConnectionOptions): string {
  const plan = planConnection(connection);
  return plan.ok ? shown(plan.value.target) : REFUSED;
}

async function commandLine(target: string, ...options: string[]): Promise<string> {
  try {
    return engine(await connectionFrom(target, checkValues(...options)));
  } catch {
    return REFUSED;
  }
}

function targetBar(text: string): string {
  const read = settleTarget(text, { protocol: 'auto', security: 'auto' });
  return read?.ok === true ? shown(read.target) : REFUSED;
}

/** The profile form: what it says of the field, and what the engine makes of what it saves. */
function profileForm(fields: Partial<ProfileFields>): string {
  const all = { ...fieldsOf(emptyContent), name: 'x', target: 'x.test', ...fields };
  if (Object.keys(fieldErrors(all)).length > 0) return REFUSED;
  return engine(contentOf(all, emptyContent).connection);
}

/** An exported profile that comes back: what it was exported with is taken as it is typed. */
function imported(connection: ConnectionOptions): string {
  const content = { ...emptyContent, name: 'x', connection };
  const document = {
    format: 'posthorn-profiles',
    schema: 1,
    folders: [],
    profiles: [{ folder: null, secrets: [], content }],
  };
  const read = importSettings(JSON.stringify(document));
  const [found] = read.ok ? read.found : [];
  return found === undefined ? REFUSED : engine(found.connection);
}

const targets: [text: string, expected: string][] = [
  // As they are written.
  ['mx.example.org', 'mx.example.org 25'],
  ['MX.Example.ORG', 'MX.Example.ORG 25'],
  [' mx.example.org ', 'mx.example.org 25'],
  ['mx.example.org.', 'mx.example.org 25'],
  ['mx', 'mx 25'],
  ['localhost', 'localhost 25'],
  ['under_score.example', 'under_score.example 25'],
  ['a-b.example', 'a-b.example 25'],
  ['1a.example', '1a.example 25'],
  ['1.2.3.4.example', '1.2.3.4.example 25'],
  ['bücher.example', 'xn--bcher-kva.example 25'],
  ['пример.рф', 'xn--e1afmkfd.xn--p1ai 25'],
  ['例え.テスト:587', 'xn--r8jz45g.xn--zckzah 587'],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example 25'],
  ['mx.example.org:25', 'mx.example.org 25'],
  ['mx.example.org:587', 'mx.example.org 587'],
  ['mx.example.org:465', 'mx.example.org 465 tls'],
  ['mx.example.org:0', 'mx.example.org 25'],
  ['mx.example.org:65535', 'mx.example.org 65535'],
  ['mx.example.org:00025', 'mx.example.org 25'],
  ['192.0.2.1', '192.0.2.1 25'],
  ['192.0.2.1:2525', '192.0.2.1 2525'],
  ['[192.0.2.1]', '192.0.2.1 25'],
  ['[192.0.2.1]:2525', '192.0.2.1 2525'],
  ['::1', '::1 25'],
  ['::', ':: 25'],
  ['[::1]', '::1 25'],
  ['[::1]:2525', '::1 2525'],
  ['2001:db8::25', '2001:db8::25 25'],
  ['[2001:DB8::25]:465', '2001:DB8::25 465 tls'],
  ['[IPv6:2001:db8::1]', '2001:db8::1 25'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1 25'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8 25'],
  ['1:2:3:4:5:6:192.0.2.1', '1:2:3:4:5:6:192.0.2.1 25'],
  ['fe80::1%eth0', 'fe80::1%eth0 25'],
  ['[fe80::1%eth0]:587', 'fe80::1%eth0 587'],
  ['smtp://mx.example.org', 'mx.example.org 25'],
  ['SMTP://mx.example.org:587/', 'mx.example.org 587'],
  ['smtps://mx.example.org', 'mx.example.org 465 tls'],
  ['smtps://mx.example.org:2465', 'mx.example.org 2465 tls'],
  ['smtps://[::1]', '::1 465 tls'],
  ['lmtp://mx.example.org', 'mx.example.org 24 lmtp'],
  ['lmtp://127.0.0.1:2424', '127.0.0.1 2424 lmtp'],
  ['/run/lmtp', '/run/lmtp lmtp'],
  ['/run/a socket 25', '/run/a socket 25 lmtp'],
  ['lmtp:///run/lmtp', '/run/lmtp lmtp'],
  ['smtp:///run/smtp', '/run/smtp'],
  // As they are pasted.
  ['Server: smtp.example.de, Port: 465', 'smtp.example.de 465 tls'],
  ['smtp.example.de port 465 SSL/TLS', 'smtp.example.de 465 tls'],
  ['Host: smtp.example.de; Port: 587', 'smtp.example.de 587'],
  ['Host: mail; Port: 587', 'mail 587'],
  ['host=smtp.example.com port=2465 ssl', 'smtp.example.com 2465 tls'],
  ['host = smtp.example.com, port = 587', 'smtp.example.com 587'],
  ['Server: smtp.example.de', 'smtp.example.de 25'],
  ['Server:smtp.example.de Port:587', 'smtp.example.de 587'],
  ['Server: smtp.example.de:587', 'smtp.example.de 587'],
  ['SMTP Server: smtp.gmail.com', 'smtp.gmail.com 25'],
  ['smtp.gmail.com (Port 465, SSL)', 'smtp.gmail.com 465 tls'],
  ['smtp.gmail.com:587 (TLS)', 'smtp.gmail.com 587'],
  ['smtp.example.de 587 STARTTLS', 'smtp.example.de 587'],
  ['smtp.example.de, SSL', 'smtp.example.de 465 tls'],
  ['Outgoing mail server (SMTP): smtp.example.com Port: 587 Encryption: STARTTLS', 'smtp.example.com 587'],
  ['Outgoing Server | smtp.example.com | SSL/TLS | 465', 'smtp.example.com 465 tls'],
  ['SMTP hostname: smtp.example.com, SMTP port: 25', 'smtp.example.com 25'],
  ['Postausgangsserver: smtp.web.de Port: 587 Verschlüsselung: STARTTLS', 'smtp.web.de 587'],
  ['Serveur sortant : smtp.orange.fr – port : 465', 'smtp.orange.fr 465 tls'],
  ['Servidor de correo saliente: smtp.example.es Puerto: 587', 'smtp.example.es 587'],
  ['IMAP imap.example.com 993 SSL/TLS SMTP smtp.example.com 465 SSL/TLS', 'smtp.example.com 465 tls'],
  ['Incoming: pop.example.com 995 Outgoing: smtp.example.com 587', 'smtp.example.com 587'],
  ['Server: [::1] Port 25', '::1 25'],
  ['2001:db8::1 25', '2001:db8::1 25'],
  ['mx.example.org 587', 'mx.example.org 587'],
  ['mx.example.org, 587', 'mx.example.org 587'],
  ['mx.example.org   ,   587', 'mx.example.org 587'],
  ['localhost 25', 'localhost 25'],
  ['mail 25', 'mail 25'],
  ['mail.example.org 0', 'mail.example.org 25'],
  ['mx。', 'mx 25'],
  ['telnet mx.example.org 25', 'mx.example.org 25'],
  ['nc -C mx.example.org 25', 'mx.example.org 25'],
  ['ncat -v -C 192.0.2.1 2525', '192.0.2.1 2525'],
  ['openssl s_client -connect mx.example.org:587 -starttls smtp', 'mx.example.org 587'],
  ['openssl s_client -starttls smtp -crlf -connect [::1]:587', '::1 587'],
  ['smtp://mx.example.org port 587', 'mx.example.org 587'],
  ['"smtp.example.de", "465"', 'smtp.example.de 465 tls'],
  ['bücher.example 587', 'xn--bcher-kva.example 587'],
  // What is no server.
  ...[
    '',
    '   ',
    '.',
    '..',
    'a..b',
    '.example',
    '-a.example',
    'a-.example',
    '127.1',
    '1.2.3',
    '1',
    '25',
    '0x7f000001',
    '0177.1',
    '256.0.0.1',
    '192.0.2.01',
    '192.0.2.1.',
    '[zz]:25',
    '[zz]',
    '[]',
    '[',
    ']',
    '[::1',
    '::1]',
    '[::1]:',
    '[::1]x',
    '[::1]:x',
    '[mx.example.org]',
    '[mx.example.org]:25',
    ':::',
    '1::2::3',
    '12345::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '::1%',
    '::1%e/0',
    ':25',
    'host:',
    'host:abc',
    'host:-1',
    'host:65536',
    'host:123456',
    'host:25:26',
    'host:2 5',
    'host :25',
    'a b',
    'not a server',
    'Port 25',
    'Port: 25',
    'Server: Port: 465',
    'Host: x; Port: y',
    'smtp.example.com 465 or 587',
    'smtp.example.com 70000',
    'smtp.a.example smtp.b.example 25',
    '550 mx.example.org said no',
    '5.7.1 <a@example.org>: relay access denied',
    'imap.example.org 993 IMAP',
    'hello, world',
    'what is smtp.example.de',
    'smtp://',
    'smtps://',
    'smtp://host/path',
    'smtp://host?x=1',
    'smtp://host#x',
    'smtp:// host',
    'smtp://a b',
    'smtp:host',
    'smtp:/host',
    'smtp://smtp://host',
    'smtp://[zz]',
    'smtp://host:99999',
    'imap://host',
    'ftp://mx.example.org',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,x',
    'smtp://user@mx.example.org',
    'smtp://me:secret@mx.example.org',
    'ann:secret@mx.example.org',
    'a@b@c',
    '@',
    'mx.example.org/path',
    'mx.example.org?x',
    'mx.example.org#x',
    'mx.example.org\\x',
    'mx,example,org',
    'mx.example.org;',
    'mx.example.org,',
    '<mx.example.org>',
    'mx*.example.org',
    'mx!.example.org',
    '$(id).example.org',
    '`id`',
    "mx'.example.org",
    'mx%2e.example.org',
    'a。。b',
    '１２７.１',
    'ex\u00adample..org',
    `mx${NUL}.example.org`,
    'mx\u001b.example.org',
    'mx\u007f.example.org',
    'mx\u0085.example.org',
    'mx\u2028.example.org',
    'mx\u202e.example.org',
    'mx\ud800.example.org',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(127)}example`,
    'x'.repeat(20_000),
    '/run/\u001bsocket',
    '/run/so\ncket',
  ].map((text): [string, string] => [text, REFUSED]),
];

describe('a target', () => {
  test('the table is as long as it should be', () => expect(targets.length).toBeGreaterThan(190));

  test.each(targets)('%j: %s', async (text, expected) => {
    expect({
      bar: targetBar(text),
      form: text.trim() === '' ? REFUSED : profileForm({ target: text }),
      commandLine: await commandLine(text),
      engine: engine({ target: text }),
      tidied: engine({ target: tidyTarget(text) }),
      imported: imported({ target: text }),
    }).toEqual({
      bar: expected,
      form: expected,
      commandLine: expected,
      engine: expected,
      tidied: expected,
      imported: expected,
    });
  });

  // Cells of a table: the window takes tabs and line ends for blanks before they are used; to the engine they are control characters.
  test.each([
    ['SMTP\tsmtp.example.com\t465\tSSL/TLS', 'smtp.example.com 465 tls'],
    ['Server\tsmtp.example.com\nPort\t587\nEncryption\tSTARTTLS', 'smtp.example.com 587'],
    ['Outgoing server:\r\nsmtp.example.com\r\nPort:\r\n587', 'smtp.example.com 587'],
  ])('%j', async (text, expected) => {
    expect(targetBar(text)).toBe(expected);
    expect(await commandLine(text)).toBe(expected);
    expect(engine({ target: text })).toBe(REFUSED);
    expect(engine({ target: tidyTarget(text) })).toBe(expected);
  });

  test('with a login beside it: read where it is taken apart first, and repeated nowhere', async () => {
    const text = 'Username: ann@example.org Password: hunter2 Server: smtp.example.org Port: 587';
    expect(targetBar(text)).toBe('smtp.example.org 587');
    expect(tidyTarget(text)).toBe('smtp.example.org:587');
    expect(await commandLine(text)).toBe(REFUSED);
    expect(JSON.stringify(planConnection({ target: text }))).not.toMatch(/hunter2|ann@/);
  });

  test('the field names what it refuses', () => {
    const read = settleTarget('what is smtp.example.de', { protocol: 'auto', security: 'auto' });
    expect(read).toEqual({
      ok: false,
      reason: '“what is smtp.example.de” is not a host name, address or socket path',
    });
  });
});

type Field = 'proxy' | 'dnsServer' | 'ehloName' | 'acceptCertificate' | 'localAddress' | 'servername';
const options: Record<Field, string> = {
  proxy: '--proxy',
  dnsServer: '--dns-server',
  ehloName: '--ehlo',
  acceptCertificate: '--accept-certificate',
  localAddress: '--local-address',
  servername: '--servername',
};
const pin = 'ab'.repeat(32);
const values: Record<Field, { readonly good: string[]; readonly bad: string[] }> = {
  proxy: {
    good: [
      'socks5://proxy.example.org',
      'socks5h://me@[2001:db8::1]:1080',
      'SOCKS5://192.0.2.1:9/',
      'http://10.0.0.1:3128',
      'http://bücher.example:3128',
      'socks5://a%40b@host',
    ],
    bad: [
      'socks5://[zz]:1',
      'socks5://[::1',
      'socks5://::1]:1',
      'socks5://[::1]x:1',
      'socks5://',
      'socks5://:1080',
      'socks5://a..b:1',
      'socks5://127.1:1',
      'socks5://host:0x10',
      'socks5://host:70000',
      'socks5://host/path',
      'socks5://%zz@host',
      'socks5://@host',
      'http://proxy.example.org',
      'https://proxy.example.org:443',
      'ftp://proxy:21',
      'proxy:1080',
      'socks5://a b:1',
      'socks5://h\u001b:1',
      'socks5://u%0a@h:1',
    ],
  },
  dnsServer: {
    good: ['192.0.2.53', '192.0.2.53:5353', '2001:db8::53', '[2001:db8::53]', '[2001:db8::53]:53', '::1'],
    bad: [
      '[::1',
      '::1]',
      '[zz]:53',
      '[192.0.2.53',
      '[192.0.2.53]',
      'dns.example.org',
      '127.1',
      '192.0.2.53:x',
      '192.0.2.53:70000',
      '192.0.2.256',
      '[::1]:',
      '[]:53',
      '192.0.2.53 53',
      '192.0.2\u2028.53',
    ],
  },
  ehloName: {
    good: [
      'mail.example.org',
      'host_1',
      '[192.0.2.1]',
      '192.0.2.1',
      '[IPv6:2001:db8::1]',
      '::1',
      'bücher.example',
      'x',
    ],
    bad: [
      'two words',
      '-x',
      'a..b',
      '[::1',
      '[::1]',
      '[zz]',
      'a'.repeat(256),
      'x\u001b',
      'x\u2029y',
      'x\u202ey',
      'a@b',
      'mail.example.org:25',
      'xn--0',
    ],
  },
  acceptCertificate: {
    good: [pin, pin.toUpperCase(), (pin.match(/../g) ?? []).join(':'), `sha256:${pin}`, `SHA256 Fingerprint=${pin}`],
    bad: ['ab:cd', `${pin}ab`, pin.slice(1), pin.replace('a', 'g'), 'sha1:ab', `${pin}\u0000`],
  },
  localAddress: {
    good: ['192.0.2.7', '2001:db8::7', 'fe80::1%eth0'],
    bad: ['[::1]', '127.1', 'localhost', '300.1.1.1', '192.0.2.7:25', '::1%', '1.2.3.4\u0085'],
  },
  servername: {
    good: ['mail.example.org', 'bücher.example', '192.0.2.1', 'under_score.example', 'mail.example.org.'],
    bad: ['https://x', 'a b', '*', 'a/b', 'a:25', '[::1]', 'x\u001b', 'a@b'],
  },
};

describe.each(Object.entries(values) as [Field, (typeof values)[Field]][])('%s', (field, { good, bad }) => {
  const doors = async (text: string): Promise<string[]> =>
    [
      profileForm({ [field]: text }),
      engine({ target: 'x.test', [field]: text }),
      await commandLine('x.test', options[field], text),
      imported({ target: 'x.test', [field]: text }),
    ].map((result) => (result === REFUSED ? REFUSED : 'taken'));

  test.each(good)('takes %j', async (text) => {
    expect(await doors(text)).toEqual(['taken', 'taken', 'taken', 'taken']);
  });
  test.each(bad)('refuses %j', async (text) => {
    expect(await doors(text)).toEqual([REFUSED, REFUSED, REFUSED, REFUSED]);
  });
});

describe('a host in the settings of another program', () => {
  const through = (text: string): string => {
    const read = importSettings(text);
    const [found] = read.ok ? read.found : [];
    return found === undefined ? REFUSED : engine(found.connection);
  };
  const bracketed = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);
  /** Beside a port, as each of them has it; in a URL what it marks off by signs is no host. */
  const doors = (host: string): Record<string, string> => ({
    ...(/[/@]/.test(host) ? {} : { url: through(`smtp://${bracketed(host)}:587`) }),
    swaks: through(`swaks --server '${host}' --port 587`),
    msmtprc: through(`account x\nhost ${host}\nport 587\n`),
    nodemailer: through(JSON.stringify({ host, port: 587 })),
  });
  const all = (expected: string, host: string): Record<string, string> =>
    Object.fromEntries(Object.keys(doors(host)).map((door) => [door, expected]));

  test.each([
    ['mx.example.org', 'mx.example.org'],
    ['MX.Example.ORG', 'MX.Example.ORG'],
    ['mx', 'mx'],
    ['localhost', 'localhost'],
    ['mx.example.org.', 'mx.example.org'],
    ['under_score.example', 'under_score.example'],
    ['1.2.3.4.example', '1.2.3.4.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
    ['192.0.2.1', '192.0.2.1'],
    ['[192.0.2.1]', '192.0.2.1'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['2001:db8::25', '2001:db8::25'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['[IPv6:2001:db8::1]', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
  ])('%j', (host, expected) => {
    expect(engine({ target: `${bracketed(host)}:587` })).toBe(`${expected} 587`);
    expect(doors(host)).toEqual(all(`${expected} 587`, host));
  });

  test.each([
    ...['a..b', '.example', '-a.example', 'a-.example', '127.1', '1.2.3', '1', '0x7f000001', '0177.1', '256.0.0.1'],
    ...['192.0.2.01', '192.0.2.1.', '[zz]', '[]', '[::1', '::1]', '[mx.example.org]', ':::', '1::2::3', '::1%'],
    ...['a b', 'mx!.example.org', 'mx*.example.org', 'mx,example,org', '<mx.example.org>', '$(id).example.org'],
    ...['mx.example.org/path', 'a@b@c', 'x@mx.example.org', 'mx\u202e.example.org', '１２７.１', '\u00ad..org'],
    ...[`${'a'.repeat(64)}.example`, 'mx.example.org 587'],
  ])('%j is none', (host) => {
    expect(doors(host)).toEqual(all(REFUSED, host));
  });
});

describe('the source of a PROXY header', () => {
  const doors = (text: string): unknown[] => {
    const source = parseSource(text);
    const typed = (): unknown => {
      const read = connectionOptions.proxyProtocol.read([`2:${text}`]);
      if (!read.ok) return REFUSED;
      const { version, ...rest } = read.value;
      return version === 2 ? rest : REFUSED;
    };
    const planned =
      source.ok && engine({ target: 'x.test', proxyProtocol: { version: 1, ...source.value } }) !== REFUSED;
    return [source.ok ? source.value : REFUSED, typed(), planned ? source.value : REFUSED];
  };

  test.each([
    ['192.0.2.1:4000', { address: '192.0.2.1', port: 4000 }],
    ['[2001:db8::1]:4000', { address: '2001:db8::1', port: 4000 }],
    ['2001:db8::1:4000', { address: '2001:db8::1', port: 4000 }],
    ['[192.0.2.1]:1', { address: '192.0.2.1', port: 1 }],
    ['::1:0', { address: '::1', port: 0 }],
  ])('%s', (text, expected) => expect(doors(text)).toEqual([expected, expected, expected]));
  test.each([
    '',
    '192.0.2.1',
    '192.0.2.1:',
    '192.0.2.1:70000',
    'host:25',
    '[zz]:25',
    '127.1:25',
    '[::1:25',
    'fe80::1%eth0:25',
    ':25',
    '1.2.3.4:2 5',
  ])('%j is none', (text) => expect(doors(text)).toEqual([REFUSED, REFUSED, REFUSED]));
});
