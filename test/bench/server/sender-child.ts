/**
 * One contestant of the sending bench in a process of its own: sends a number of messages of a size to a sink and reports what it took.
 * All send the same octets; ours records its whole transcript, as the app does.
 */
import { type Socket, connect } from 'node:net';
import { createTransport } from 'nodemailer';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import { type SendManyOptions, sendMany } from '../../../electron/core/smtp/flows/send-many.ts';
import { send } from '../../../electron/core/smtp/flows/send.ts';
import { sourceFromBytes } from '../../../electron/core/smtp/plan/message-source.ts';
import { systemClock } from '../../../electron/core/recording/clock.ts';

/** `posthorn-unhashed`: as the command line sends without `--transcript`, where nobody sees the hash of a message. */
export const KINDS = ['posthorn', 'posthorn-unhashed', 'nodemailer', 'raw', 'raw-pipelined'] as const;
export type Kind = (typeof KINDS)[number];

export interface Order {
  readonly kind: Kind;
  readonly port: number;
  readonly octets: number;
  readonly messages: number;
  /** A connection for each message. */
  readonly each: boolean;
}

export interface Taken {
  readonly ms: number;
  readonly cpuMicros: number;
  readonly userMicros?: number;
  readonly peakKiB: number;
  /** Microseconds of a message where others left the machine alone the most: the fastest part of the whole. */
  readonly quietMicros?: number;
}

const PARTS = 20;
const LEAST = 4;
const FROM = 'a@bench.test';
const TO = 'b@bench.test';

/** So many octets with lines of 76. */
export function benchMessage(octets: number): Buffer {
  const head = 'Subject: bench\r\n\r\n';
  const line = `${'x'.repeat(76)}\r\n`;
  const lines = Math.max(1, Math.floor((octets - head.length) / line.length));
  return Buffer.from(head + line.repeat(lines));
}

export async function run(): Promise<void> {
  const order = JSON.parse(process.argv[4] ?? 'null') as Order | null;
  if (order === null || process.send === undefined) return;
  const message = benchMessage(order.octets);
  // As many again beforehand, in two goes: until its compilers have done, Node measures them and not what they compile.
  for (const part of [Math.floor(order.messages / 2), Math.ceil(order.messages / 2)])
    await sendAll({ ...order, messages: part }, message);
  transcript = [];
  const before = process.cpuUsage();
  const started = performance.now();
  let quietMicros = Infinity;
  for (const messages of partsOf(order.messages)) {
    const begun = performance.now();
    await sendAll({ ...order, messages }, message);
    quietMicros = Math.min(quietMicros, ((performance.now() - begun) * 1_000) / messages);
  }
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  const taken: Taken = {
    ms,
    cpuMicros: user + system,
    userMicros: user,
    peakKiB: process.resourceUsage().maxRSS,
    quietMicros,
  };
  await new Promise<void>((reported) => process.send?.(taken, () => reported()));
  process.disconnect();
}

/** Long enough not to show that each has a connection of its own. */
function partsOf(messages: number): number[] {
  const parts = Math.max(1, Math.min(PARTS, Math.floor(messages / LEAST)));
  return Array.from({ length: parts }, (_, at) => Math.floor((messages + at) / parts));
}

function sendAll(order: Order, message: Buffer): Promise<void> {
  switch (order.kind) {
    case 'posthorn':
    case 'posthorn-unhashed':
      return sendOurs(order, message);
    case 'nodemailer':
      return sendNodemailer(order, message);
    case 'raw':
    case 'raw-pipelined':
      return sendRaw(order, message);
  }
}

let transcript: SessionEvent[] = [];

/** One for all, warm-up included: V8 takes the first few AbortSignals of a process for so many kinds, and compiles anew for each. */
const signal = new AbortController().signal;

async function sendOurs({ kind, port, messages, each }: Order, message: Buffer): Promise<void> {
  const context = {
    emit: (event: SessionEvent) => void transcript.push(event),
    signal,
    clock: systemClock,
    hashesBody: () => kind === 'posthorn',
  };
  const connection = { target: `127.0.0.1:${port}`, security: 'none' as const, ehloName: 'bench.test' };
  // A source of its own for each message: nothing learnt of one serves the next.
  const one = () => ({ envelope: { from: FROM, to: [TO] }, message: sourceFromBytes(message, 'normalise') });
  if (each) {
    for (let sent = 0; sent < messages; sent += 1) {
      transcript = [];
      const { delivery } = await send({ connection, auth: null, ...one(), dryRun: false }, context);
      if (delivery !== 'all') throw new Error('not delivered');
    }
    return;
  }
  const options: SendManyOptions = { connection, auth: null, messages: Array.from({ length: messages }, one) };
  const { results } = await sendMany(options, context);
  if (results.length !== messages || results.some(({ delivery }) => delivery !== 'all'))
    throw new Error('not delivered');
}

async function sendNodemailer({ port, messages, each }: Order, message: Buffer): Promise<void> {
  const common = { host: '127.0.0.1', port, ignoreTLS: true, name: 'bench.test' };
  const mail = { envelope: { from: FROM, to: [TO] }, raw: message };
  const pooled = each
    ? createTransport(common)
    : createTransport({ ...common, pool: true, maxConnections: 1, maxMessages: Infinity });
  if (each) for (let sent = 0; sent < messages; sent += 1) await pooled.sendMail(mail);
  else await Promise.all(Array.from({ length: messages }, () => pooled.sendMail(mail)));
  pooled.close();
}

/** About what Node can do at all: prepared octets, replies counted and not read. */
async function sendRaw({ kind, port, messages, each }: Order, message: Buffer): Promise<void> {
  const body = Buffer.concat([message, Buffer.from('.\r\n')]);
  const [mail, rcpt, data] = [`MAIL FROM:<${FROM}>\r\n`, `RCPT TO:<${TO}>\r\n`, 'DATA\r\n'];
  for (let sent = 0; sent < messages;) {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    const ask = asker(socket);
    await ask('', 1);
    await ask('EHLO bench.test\r\n', 1);
    do {
      if (kind === 'raw') for (const line of [mail, rcpt, data]) await ask(line, 1);
      else await ask(mail + rcpt + data, 3);
      await ask(body, 1);
      sent += 1;
    } while (!each && sent < messages);
    await ask('QUIT\r\n', 1);
    socket.destroy();
  }
}

/** Writes, then waits for so many whole replies. */
function asker(socket: Socket): (text: string | Buffer, replies: number) => Promise<void> {
  let wanted = 0;
  let wake: (() => void) | null = null;
  let rest = '';
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line[3] !== '-') wanted -= 1;
    if (wanted === 0) wake?.();
  });
  return (text, replies) =>
    new Promise((resolve) => {
      wanted += replies;
      wake = resolve;
      if (text.length > 0) socket.write(text);
    });
}
