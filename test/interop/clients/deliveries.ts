/**
 * Programs that were not written here, each delivering one message to one listener of ours, TLS verified where the listener has it.
 * What a program cannot do at all stands as a reason in place of its way.
 */
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { runSend } from '../../harness/client-run.ts';
import type { CorpusMessage } from '../corpus.ts';
import type { RelayTarget } from '../servers/relay.ts';
import { run } from './logins.ts';
import type { Smtplib } from './smtplib.ts';
import { swaks, swaksData } from './swaks.ts';

export interface Delivery {
  readonly to: RelayTarget;
  readonly message: CorpusMessage;
  /** For configuration files. */
  readonly folder: string;
  readonly smtplib: Smtplib;
  /** Ports of the servers that relay. */
  readonly postfix: number;
  readonly exim: number;
}

export interface Client {
  readonly name: string;
  /** Header fields that it puts on top of what it was given, as its documentation says. */
  readonly adds: readonly string[];
  deliver(delivery: Delivery): Promise<void>;
  /** Why it cannot deliver to this kind of listener; null when it can. */
  unable(to: Pick<RelayTarget, 'protocol' | 'tls' | 'path'>): string | null;
}

const FROM = 'sender@client.test';
export const recipient = ({ domain }: Pick<RelayTarget, 'domain'>) => `alice@${domain}`;
const able = () => null;

/** The relaying server is given the message by our own client; what it then does is its own. */
async function hand(port: number, { to, message }: Delivery): Promise<void> {
  const { error } = await runSend({
    connection: { target: `127.0.0.1:${String(port)}`, security: 'none', ehloName: 'client.test' },
    envelope: { from: FROM, to: [recipient(to)], body: '8bitmime' },
    message: message.bytes,
  });
  if (error !== null) throw new Error(`not handed over: ${error.code} ${JSON.stringify(error.reply?.lines)}`);
}

async function smtplib({ smtplib: client, to, message }: Delivery): Promise<void> {
  const place = to.path === null ? { host: '127.0.0.1', port: to.port ?? 0 } : { path: to.path };
  const reported = await client.deliver({
    kind: to.protocol === 'lmtp' ? 'lmtp' : to.tls === 'implicit' ? 'smtps' : 'smtp',
    ...place,
    ...(to.tls === 'none' ? {} : { ca: to.caFile, starttls: to.tls === 'starttls' }),
    from: FROM,
    to: [recipient(to)],
    data: message.bytes,
  });
  if (reported.error !== null) throw new Error(`${reported.error.name}: ${reported.error.text}`);
}

async function nodemailer({ to, message }: Delivery): Promise<void> {
  // It knows no path of its own: the caller connects.
  const connection = to.path === null ? null : connect(to.path);
  if (connection !== null) await once(connection, 'connect');
  const transport = createTransport({
    ...(connection === null ? { host: '127.0.0.1', port: to.port ?? 0 } : { connection }),
    name: 'client.test',
    lmtp: to.protocol === 'lmtp',
    secure: to.tls === 'implicit',
    ignoreTLS: to.tls === 'none',
    requireTLS: to.tls === 'starttls',
    tls: to.tls === 'none' ? {} : { ca: await readFile(to.caFile, 'utf8') },
  });
  await transport.sendMail({ envelope: { from: FROM, to: [recipient(to)] }, raw: message.bytes });
  transport.close();
}

async function msmtp({ to, message, folder }: Delivery): Promise<void> {
  const tls = ['tls on', `tls_starttls ${to.tls === 'starttls' ? 'on' : 'off'}`, `tls_trust_file ${to.caFile}`];
  const lines = [
    'account default',
    // A port is wanted beside a socket too.
    ...['host localhost', `port ${String(to.port ?? 24)}`, ...(to.path === null ? [] : [`socket ${to.path}`])],
    ...['domain client.test', `from ${FROM}`, `protocol ${to.protocol}`],
    ...(to.tls === 'none' ? ['tls off'] : tls),
  ];
  const file = join(folder, `${message.id}.msmtprc`);
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  const { ok, output } = await run('msmtp', ['-C', file, recipient(to)], message.bytes);
  if (!ok) throw new Error(output);
}

async function curl({ to, message, folder }: Delivery): Promise<void> {
  const scheme = to.tls === 'implicit' ? 'smtps' : 'smtp';
  const file = join(folder, `${message.id}.eml`);
  await writeFile(file, message.bytes);
  const { ok, output } = await run(
    'curl',
    [
      ...['--silent', '--show-error', '--max-time', '20', `${scheme}://localhost:${String(to.port)}/client.test`],
      ...(to.tls === 'starttls' ? ['--ssl-reqd'] : []),
      ...(to.tls === 'none' ? [] : ['--cacert', to.caFile]),
      ...['--mail-from', FROM, '--mail-rcpt', recipient(to), '--upload-file', file],
    ],
    '',
  );
  if (!ok) throw new Error(output);
}

async function swaksDelivers(more: readonly string[], { to, message, folder }: Delivery): Promise<void> {
  const { status, transcript } = await swaks([
    ...(to.path === null ? ['--server', 'localhost', '--port', String(to.port)] : ['--socket', to.path]),
    ...(to.protocol === 'lmtp' ? ['--protocol', 'LMTP'] : []),
    ...(to.tls === 'none' ? [] : [to.tls === 'starttls' ? '-tls' : '-tlsc', '--tls-verify']),
    ...(to.tls === 'none' ? [] : ['--tls-ca-path', to.caFile]),
    ...more,
    ...['--suppress-data', '--from', FROM, '--to', recipient(to)],
    ...(await swaksData(folder, message)),
  ]);
  if (status !== 0) throw new Error(transcript);
}

export const clients: readonly Client[] = [
  { name: 'Postfix', adds: ['received'], unable: able, deliver: (delivery) => hand(delivery.postfix, delivery) },
  { name: 'Exim', adds: ['received'], unable: able, deliver: (delivery) => hand(delivery.exim, delivery) },
  { name: 'smtplib', adds: [], unable: able, deliver: smtplib },
  { name: 'nodemailer', adds: [], unable: able, deliver: nodemailer },
  { name: 'msmtp', adds: [], unable: able, deliver: msmtp },
  {
    name: 'curl',
    adds: [],
    unable: ({ protocol }) => (protocol === 'lmtp' ? 'curl speaks no LMTP' : null),
    deliver: curl,
  },
  { name: 'swaks', adds: [], unable: able, deliver: (delivery) => swaksDelivers([], delivery) },
  {
    name: 'swaks, pipelined',
    adds: [],
    unable: able,
    deliver: (delivery) => swaksDelivers(['--pipeline'], delivery),
  },
];

/** swaks with options of its own: what it states of itself by XCLIENT or a PROXY header. */
export const swaksStates = (options: readonly string[], delivery: Delivery) => swaksDelivers(options, delivery);
