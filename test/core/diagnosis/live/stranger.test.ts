/**
 * Who answers under a provider's name, over real sockets: a stranger is named, with or without a login; what only looks like one is not.
 * The provider's names are led to loopback by a DNS server of the test.
 */
import { afterEach, describe, expect, test } from 'vitest';
import type { Finding, Report } from '../../../../electron/protocol/values/session/report.ts';
import { verdictWords } from '../../../../electron/texts/outcomes/verdict.ts';
import { type Chain, makeAuthority } from '../../../harness/certificate-zoo.ts';
import { type RunOptions, runCheck, runSend } from '../../../harness/client-run.ts';
import { startDns } from '../../../harness/peers/dns-server.ts';
import { type Rule, startRuleServer } from '../../../harness/peers/rule-server.ts';
import { foldReport } from '../../report/fold-report.ts';

const trusted = makeAuthority('Trusted Root');
const unknown = makeAuthority('Unknown Root');

interface Peer {
  /** As it is asked for; led to loopback, unless it is an address. */
  readonly host: string;
  readonly greeting?: string;
  /** First line of the EHLO answer; default: the greeting's first word. */
  readonly hello?: string;
  /** Names of the certificate, and who issued it; absent: no STARTTLS. */
  readonly certificate?: readonly string[];
  readonly issuer?: 'trusted' | 'unknown';
  /** In place of one that is made for these names. */
  readonly chain?: Chain;
  readonly rules?: readonly Rule[];
  readonly login?: true;
  readonly send?: true;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function meet(peer: Peer, more: Partial<RunOptions['connection']> = {}): Promise<Report> {
  const { host, greeting = 'web12.hosting.example ESMTP Exim 4.96', certificate } = peer;
  const hello = peer.hello ?? `${greeting.split(' ', 1)[0] ?? ''} Hello client.test`;
  const keywords = [hello, 'SIZE 1000000', ...(certificate === undefined ? [] : ['STARTTLS']), 'AUTH PLAIN LOGIN'];
  const ehlo = keywords.map((one, at) => `250${at === keywords.length - 1 ? ' ' : '-'}${one}\r\n`).join('');
  const { leafFor } = peer.issuer === 'unknown' ? unknown : trusted;
  const [name = ''] = certificate ?? [];
  const server = await startRuleServer(
    { greeting: `220 ${greeting}\r\n`, rules: [...(peer.rules ?? []), { match: '^EHLO', reply: ehlo }] },
    certificate === undefined ? {} : { certificate: peer.chain ?? leafFor(name, ...certificate) },
  );
  const dns = await startDns({ [host]: { a: ['127.0.0.1'] } });
  closing.push(
    () => server.close(),
    () => dns.close(),
  );
  const options: RunOptions = {
    connection: {
      target: `${host}:${server.port}`,
      security: 'starttls-if-offered',
      dnsServer: dns.address,
      ca: trusted.root,
      ...more,
    },
    ...(peer.login === true
      ? { auth: { user: 'ann@x.test', password: 'secret', allowClear: certificate === undefined } }
      : {}),
  };
  const { events } = peer.send === true ? await runSend(options) : await runCheck(options);
  return foldReport(peer.send === true ? 'send' : 'check', events);
}

const STRANGER = 'reach.another-host-answers';
const ENDS_TLS = 'client.tls-intercepted';
const find = ({ findings }: Report, id: string): Finding | undefined => findings.find((one) => one.id === id);
const ids = ({ findings, error }: Report): string[] => [
  ...findings.map(({ id }) => id),
  ...(error?.diagnosis === undefined ? [] : [error.diagnosis.id]),
];

describe('a stranger, where nobody logs in', () => {
  test('is proven by greeting and certificate, and named with both', async () => {
    const report = await meet({
      host: 'smtp.gmail.com',
      certificate: ['*.hosting.example', 'hosting.example'],
      issuer: 'unknown',
    });
    const found = find(report, STRANGER);
    expect(found).toMatchObject({ severity: 'error', sure: 'proven', actor: 'network', alternatives: [] });
    expect(found?.cause).toContain('web12.hosting.example');
    expect(found?.cause).toContain('a certificate for hosting.example');
    expect(found?.cause).toContain('smtp.gmail.com');
    expect(found?.cause).toContain('127.0.0.1');
    expect(found?.experiments?.map(({ id }) => id)).toEqual(['implicit-tls', 'port-587']);
    expect(found?.evidence.length).toBeGreaterThan(1);
    expect(report.error).toBeNull();
    expect(report.ok).toBe(false);
    expect(verdictWords(report).title).toContain('another host answers in the provider’s place');
    expect(verdictWords(report).actor).toMatch(/network/);
  });

  test.each<[string, Peer]>([
    ['without TLS', { host: 'smtp.gmail.com' }],
    ['of another provider’s name', { host: 'smtp.gmail.com', greeting: 'AB1.outlook.office365.com Microsoft ESMTP' }],
    ['that shows a forged certificate', { host: 'smtp.gmail.com', certificate: ['smtp.gmail.com'], issuer: 'unknown' }],
    ['at an MX host', { host: 'gmail-smtp-in.l.google.com' }],
    ['at Microsoft', { host: 'smtp.office365.com' }],
    ['at Microsoft, for a customer', { host: 'customer-com.mail.protection.outlook.com' }],
    ['at Yahoo', { host: 'smtp.mail.yahoo.com' }],
    [
      'that greets without a name, by its certificate',
      { host: 'smtp.gmail.com', greeting: 'ESMTP', hello: 'ready', certificate: ['mail.hosting.example'] },
    ],
    [
      'at a provider whose servers have any names, by greeting and certificate',
      { host: 'smtp.mailgun.org', certificate: ['web12.hosting.example'] },
    ],
  ])('is likely: %s', async (_, peer) => {
    const found = find(await meet(peer), STRANGER);
    expect(found).toMatchObject({ severity: 'error', sure: 'likely', actor: 'network' });
    expect(found?.alternatives?.map(({ id }) => id)).toEqual([ENDS_TLS, 'tls.name-mismatch']);
    for (const { tellApart } of found?.alternatives ?? []) expect(tellApart).not.toBe('');
  });

  test('no other finding asks the provider’s administrator for anything', async () => {
    const bare = await meet({ host: 'smtp.gmail.com' });
    const shown = await meet({ host: 'smtp.gmail.com', certificate: ['web12.hosting.example'], issuer: 'unknown' });
    expect(ids(bare)).toEqual(expect.arrayContaining(['tls.not-offered', 'auth.offered-in-clear']));
    expect(ids(shown)).toEqual(expect.arrayContaining(['tls.name-mismatch', 'tls.certificate-chain-incomplete']));
    for (const { findings } of [bare, shown])
      for (const { id, actor, severity, remedy } of findings) {
        expect([id, actor]).not.toEqual([id, 'server-admin']);
        if (id === STRANGER) continue;
        expect([id, severity]).toEqual([id, 'info']);
        expect(remedy).toMatch(/^Nothing is to be changed at the provider/);
      }
  });
});

describe('a stranger that ends the session', () => {
  const refused: readonly (readonly [string, Peer])[] = [
    [
      'the login',
      { host: 'smtp.gmail.com', login: true, rules: [{ match: '^AUTH', reply: '535 Incorrect data\r\n' }] },
    ],
    ['the sender', { host: 'smtp.gmail.com', send: true, rules: [{ match: '^MAIL', reply: '550 5.7.1 denied\r\n' }] }],
    ['the recipient', { host: 'smtp.gmail.com', send: true, rules: [{ match: '^RCPT', reply: '550 no relay\r\n' }] }],
    [
      'nothing, but its certificate is refused',
      { host: 'smtp.gmail.com', login: true, certificate: ['web12.hosting.example'] },
    ],
    ['its keywords, without AUTH', { host: 'smtp.gmail.com', login: true, hello: 'web12.hosting.example\r\n250 HELP' }],
    ['the line', { host: 'smtp.gmail.com', login: true, rules: [{ match: '^AUTH', then: 'close' }] }],
  ];
  test.each(refused)('by %s', async (_, peer) => {
    const report = await meet(peer);
    expect(report.error?.diagnosis).toMatchObject({ id: STRANGER, actor: 'network' });
    expect(report.error?.actor).toBe('network');
    expect(report.findings.filter(({ actor }) => actor === 'server-admin')).toEqual([]);
    expect(report.error?.diagnosis?.experiments.map(({ id }) => id)).toContain('implicit-tls');
  });
});

describe('no stranger', () => {
  test.each<[string, Peer]>([
    ['the provider itself', { host: 'smtp.gmail.com', greeting: 'smtp.gmail.com ESMTP ab12-3.4 - gsmtp' }],
    ['one of its back ends', { host: 'smtp.gmail.com', greeting: 'mx.google.com ESMTP ab12 - gsmtp' }],
    [
      'a back end behind a load balancer of the provider’s',
      {
        host: 'smtp.office365.com',
        greeting: 'LO2P265CA0123.outlook.office365.com Microsoft ESMTP MAIL Service ready',
      },
    ],
    [
      'an inner name in the EHLO answer',
      {
        host: 'smtp.mail.yahoo.com',
        greeting: 'smtp.mail.yahoo.com ESMTP ready',
        hello: 'hermes--production-ir2 Hello',
      },
    ],
    ['an inner name in greeting and EHLO answer', { host: 'smtp.gmail.com', greeting: 'backend-7 ESMTP' }],
    [
      'a name of its own, with a certificate for the name asked for',
      { host: 'smtp.gmail.com', greeting: 'mail.vanity.example ESMTP', certificate: ['smtp.gmail.com'] },
    ],
    ['another name, at a provider whose servers have any names', { host: 'smtp.mailgun.org' }],
    [
      'another name and a wrong certificate, yet of that provider',
      { host: 'smtp.mailgun.org', certificate: ['smtp.eu.mailgun.org'] },
    ],
    [
      'a wrong certificate, of a provider that greets as itself',
      { host: 'smtp.mailgun.org', greeting: 'smtp.mailgun.org ESMTP', certificate: ['web12.hosting.example'] },
    ],
    [
      'a customer’s own server below a provider’s domain',
      { host: 'vps12.ovh.net', certificate: ['mail.shop.example'] },
    ],
    ['a custom domain that leads to the provider', { host: 'mail.shop.example', greeting: 'mx.google.com - gsmtp' }],
    ['any other host by another name', { host: 'mail.shop.example', certificate: ['web12.hosting.example'] }],
    ['an address', { host: '127.0.0.1' }],
  ])('%s', async (_, peer) => {
    const report = await meet(peer);
    expect(ids(report)).not.toContain(STRANGER);
    expect(ids(report)).not.toContain(ENDS_TLS);
    const refused = await meet({
      ...peer,
      send: true,
      rules: [{ match: '^MAIL', reply: '550 5.7.1 Sender address rejected: Access denied\r\n' }],
    });
    expect(ids(refused)).not.toContain(STRANGER);
  });

  test('a certificate that the user has accepted by its fingerprint', async () => {
    const chain = trusted.leafFor('web12.hosting.example', 'web12.hosting.example');
    const peer: Peer = { host: 'smtp.gmail.com', certificate: ['web12.hosting.example'], chain };
    const shown = await meet(peer);
    expect(ids(shown)).toContain(STRANGER);
    const acceptCertificate = shown.tls?.chain[0]?.fingerprint256 ?? '';
    expect(ids(await meet(peer, { acceptCertificate }))).not.toContain(STRANGER);
  });
});

describe('the provider, through something that ends TLS', () => {
  const provider = { host: 'smtp.gmail.com', greeting: 'smtp.gmail.com ESMTP ab12 - gsmtp' } as const;
  test.each<[string, Peer]>([
    ['by an authority that nobody knows', { ...provider, certificate: ['smtp.gmail.com'], issuer: 'unknown' }],
    ['for another name', { ...provider, certificate: ['gateway.corp.example'], issuer: 'unknown' }],
  ])('is likely: %s', async (_, peer) => {
    const report = await meet(peer);
    const found = find(report, ENDS_TLS);
    expect(found).toMatchObject({ severity: 'error', sure: 'likely', actor: 'network' });
    expect(found?.cause).toContain('Unknown Root');
    for (const { id, severity, actor } of report.findings)
      if (id.startsWith('tls.')) expect([id, severity, actor]).toEqual([id, 'info', 'network']);
    const refused = await meet({ ...peer, login: true });
    expect(refused.error?.diagnosis).toMatchObject({ id: ENDS_TLS, actor: 'network' });
  });

  test('a refusal keeps its own cause beside it', async () => {
    const peer: Peer = {
      ...provider,
      certificate: ['smtp.gmail.com'],
      issuer: 'unknown',
      send: true,
      rules: [{ match: '^RCPT', reply: '550 5.1.1 no such user\r\n' }],
    };
    const report = await meet(peer, { insecure: true });
    expect(report.error?.diagnosis?.id).toBe('google.no-such-user');
    expect(find(report, ENDS_TLS)).toMatchObject({ sure: 'likely' });
  });

  test('is not said of a host that is no provider’s', async () => {
    const report = await meet({ host: 'mail.shop.example', certificate: ['mail.shop.example'], issuer: 'unknown' });
    expect(find(report, 'tls.certificate-chain-incomplete')).toMatchObject({ actor: 'server-admin' });
    expect(ids(report)).not.toContain(ENDS_TLS);
  });
});
