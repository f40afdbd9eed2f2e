/** Failures of different kinds, each made by a server of its own: what is asked, and who has to be named as the one who can act. */
import { startPeer, type Answer, type Peer, type PeerTls } from '../peers/peer.ts';
import { testCertificate } from '../../harness/certificates.ts';

export interface Kind {
  readonly name: string;
  readonly how: 'check' | 'send';
  /** With a user name and a password. */
  readonly login?: boolean;
  /** As the list of the target bar begins. */
  readonly security?: 'STARTTLS' | 'Implicit TLS' | 'No TLS';
  readonly start: () => Promise<Peer>;
  /** Another name than that of the server, which resolves. */
  readonly host?: string;
  readonly text?: string;
  /** Who is named. */
  readonly actor: 'You' | 'The mail server' | 'Whoever manages the mailbox';
}

/** Resolves to the server of each kind. */
export const HOST = 'mx.test';

const tls = (name: string, implicit = false): PeerTls => ({ ...testCertificate(name), implicit });

interface Script {
  readonly greeting?: string;
  readonly ehlo?: readonly string[];
  readonly ehloInTls?: readonly string[];
  /** By the beginning of the line; the first that fits. */
  readonly answers?: Readonly<Record<string, string>>;
}

/** Takes everything but what the script says otherwise. */
function answers({
  ehlo = ['STARTTLS', 'SIZE 10240000', 'AUTH PLAIN LOGIN'],
  ehloInTls,
  answers: own = {},
}: Script): Answer {
  let encrypted = false;
  return (line) => {
    const fits = Object.entries(own).find(([begin]) => line.toUpperCase().startsWith(begin));
    if (fits !== undefined) return `${fits[1]}\r\n`;
    if (/^EHLO/i.test(line)) {
      const offered = [HOST, ...(encrypted ? (ehloInTls ?? ehlo.filter((each) => each !== 'STARTTLS')) : ehlo)];
      return offered.map((each, at) => `250${at === offered.length - 1 ? ' ' : '-'}${each}\r\n`).join('');
    }
    if (/^STARTTLS/i.test(line)) {
      encrypted = true;
      return '220 2.0.0 Ready to start TLS\r\n';
    }
    if (/^AUTH/i.test(line)) return '235 2.7.0 Authentication successful\r\n';
    if (/^DATA/i.test(line)) return '354 End data with <CR><LF>.<CR><LF>\r\n';
    if (/^QUIT/i.test(line)) return '221 2.0.0 Bye\r\n';
    return '250 2.0.0 Ok\r\n';
  };
}

const peer = (script: Script, certificate: PeerTls | null): Promise<Peer> =>
  startPeer(`${script.greeting ?? `220 ${HOST} ESMTP`}\r\n`, answers(script), certificate);

/** A good certificate, and one of its answers as given. */
const refusing = (
  name: string,
  actor: Kind['actor'],
  own: Readonly<Record<string, string>>,
  more: Partial<Kind> = {},
): Kind => ({
  name,
  actor,
  how: 'send',
  start: () => peer({ answers: own }, tls('valid')),
  ...more,
});

const badCertificate = (name: string, certificate: string, actor: Kind['actor'] = 'The mail server'): Kind => ({
  name,
  actor,
  how: 'check',
  login: true,
  start: () => peer({}, tls(certificate)),
});

async function closedPort(): Promise<Peer> {
  const gone = await startPeer(null, () => null);
  const { port } = gone;
  await gone.close();
  return { port, close: () => Promise.resolve() };
}

export const kinds: readonly Kind[] = [
  { name: 'closed-port', actor: 'The mail server', how: 'check', start: closedPort },
  { name: 'silent-port', actor: 'The mail server', how: 'check', start: () => startPeer(null, () => null) },
  { name: 'name-not-found', actor: 'You', how: 'check', host: 'smpt.example.org', start: closedPort },
  {
    name: 'greeting-421',
    actor: 'You',
    how: 'check',
    start: () => peer({ greeting: `421 4.3.2 ${HOST} Too many connections, try again later` }, null),
  },
  {
    name: 'greeting-554',
    actor: 'The mail server',
    how: 'check',
    start: () => peer({ greeting: `554 5.7.1 ${HOST} No access from 203.0.113.9, ask postmaster@mx.test` }, null),
  },
  { name: 'tls-on-plain', actor: 'You', how: 'check', security: 'Implicit TLS', start: () => peer({}, null) },
  { name: 'plain-on-tls', actor: 'You', how: 'check', security: 'No TLS', start: () => peer({}, tls('valid', true)) },
  badCertificate('certificate-expired', 'expired'),
  badCertificate('certificate-name', 'wronghost', 'You'),
  badCertificate('certificate-self-signed', 'selfsigned'),
  {
    name: 'starttls-missing',
    actor: 'The mail server',
    how: 'check',
    security: 'STARTTLS',
    start: () => peer({ ehlo: ['SIZE 10240000'] }, null),
  },
  {
    name: 'starttls-454',
    actor: 'The mail server',
    how: 'check',
    security: 'STARTTLS',
    start: () => peer({ answers: { STARTTLS: '454 4.7.0 TLS not available due to local problem' } }, null),
  },
  {
    name: 'auth-before-tls',
    actor: 'You',
    how: 'check',
    login: true,
    security: 'No TLS',
    start: () => peer({ ehlo: ['STARTTLS', 'SIZE'] }, tls('valid')),
  },
  refusing('login-535', 'You', { AUTH: '535 5.7.8 Error: authentication failed' }, { how: 'check', login: true }),
  refusing(
    'login-switched-off',
    'Whoever manages the mailbox',
    {
      AUTH: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.',
    },
    { how: 'check', login: true },
  ),
  refusing(
    'sender-not-owned',
    'You',
    { RCPT: '553 5.7.1 <alice@example.org>: Sender address rejected: not owned by user alice@example.com' },
    { login: true },
  ),
  refusing('relay-denied', 'You', { RCPT: '554 5.7.1 <bob@example.net>: Relay access denied' }),
  refusing('block-list', 'You', {
    RCPT: '554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/203.0.113.9',
  }),
  refusing('greylisting', 'You', {
    RCPT: '451 4.7.1 <bob@example.net>: Recipient address rejected: Greylisted, please try again later',
  }),
  refusing('mailbox-full', 'Whoever manages the mailbox', {
    RCPT: '552 5.2.2 <bob@example.net>: Mailbox is full, quota exceeded',
  }),
  {
    name: 'too-large',
    actor: 'You',
    how: 'send',
    text: 'A line of forty characters, again it is\n'.repeat(100),
    start: () => peer({ ehlo: ['STARTTLS', 'SIZE 2048'] }, tls('valid')),
  },
  refusing('bare-line-feed', 'You', {
    '.': '550 5.6.11 Message contains bare line feeds, which cannot be sent via DATA',
  }),
  refusing('rate-limit', 'You', { MAIL: '450 4.7.1 Error: too many messages from 203.0.113.9, try again in an hour' }),
  refusing('content-refused', 'You', { '.': '554 5.7.1 Message rejected as spam by content filter' }),
  refusing('block-list-error', 'The mail server', {
    RCPT: '554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org; Error: open resolver; https://check.spamhaus.org/returnc/pub/192.0.2.53',
  }),
];
