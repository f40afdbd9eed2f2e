/**
 * What our two dot codecs and their scanner are worth: MB/s over bodies of several kinds, beside those of nodemailer and smtp-server
 * and a plain byte loop. Only the rows of one run compare: the machine's own load is in all of them alike.
 */
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import type { Writable } from 'node:stream';
import DataStream from 'nodemailer/lib/smtp-connection/data-stream';
import { SMTPStream } from 'smtp-server/lib/smtp-stream';
import { cleanBlocks } from '../../electron/core/wire/body/clean-blocks.ts';
import { scanClean } from '../../electron/core/wire/body/clean-scan.ts';
import { DotStuffer } from '../../electron/core/wire/body/dot.ts';
import { EndOfDataReader } from '../../electron/core/wire/body/end-of-data.ts';

const SIZE = 50_000_000;
/** For those that take long. */
const FEW = 61 * 65_536;
const CHUNK = 65_536;
const ROUNDS = 5;

const text = (length: number) => 'x'.repeat(length);
const kinds: Readonly<Record<string, string>> = {
  'clean, lines of 76': `${text(76)}\r\n`,
  'clean, lines of 10': `${text(10)}\r\n`,
  'clean, lines of 990': `${text(990)}\r\n`,
  'a dot line in ten': `${`${text(76)}\r\n`.repeat(9)}.${text(75)}\r\n`,
  'LF only, lines of 76': `${text(76)}\n`,
  'every line a lone dot': '.\r\n',
  'empty lines': '\r\n',
  'LF alone': '\n',
  'CR alone': '\r',
  'dots after LF': '\n.',
  'no line end at all': text(100),
  'NUL alone': '\0',
};

function body(unit: string): Buffer {
  return Buffer.from(unit.repeat(Math.ceil(SIZE / unit.length)), 'latin1').subarray(0, SIZE);
}

function chunksOf(whole: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < whole.length; at += CHUNK) chunks.push(whole.subarray(at, at + CHUNK));
  return chunks;
}

/** What a naive codec does: looks at every octet and copies it. */
function byteLoop(chunks: readonly Buffer[]): void {
  let last = 0;
  for (const chunk of chunks) {
    const output = Buffer.allocUnsafe(chunk.length * 2);
    let length = 0;
    for (const octet of chunk) {
      if (octet === 10 && last !== 13) output[length++] = 13;
      if (octet === 46 && last === 10) output[length++] = 46;
      output[length++] = octet;
      last = octet;
    }
  }
}

/** Median in MB/s. */
async function speed(pass: () => Promise<void> | void, octets = SIZE): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await pass();
    rates.push(octets / 1_000 / (performance.now() - start));
  }
  rates.sort((a, b) => a - b);
  return rates[Math.floor(ROUNDS / 2)] ?? 0;
}

function stuff(chunks: readonly Buffer[], mode: 'normalise' | 'raw'): void {
  const stuffer = new DotStuffer(mode);
  for (const chunk of chunks) stuffer.push(chunk);
  stuffer.end();
}

function read(chunks: readonly Buffer[]): void {
  const reader = new EndOfDataReader();
  for (const chunk of chunks) reader.push(chunk);
}

const few = (chunks: readonly Buffer[]): readonly Buffer[] => chunks.slice(0, Math.floor(FEW / CHUNK));

async function pump(chunks: readonly Buffer[], into: Writable): Promise<void> {
  for (const chunk of chunks) if (!into.write(chunk)) await once(into, 'drain');
}

async function nodemailerStuffs(chunks: readonly Buffer[]): Promise<void> {
  const stream = new DataStream();
  stream.resume();
  const ended = once(stream, 'end');
  await pump(chunks, stream);
  stream.end();
  await ended;
}

async function smtpServerReads(chunks: readonly Buffer[]): Promise<void> {
  const stream = new SMTPStream();
  stream.startDataMode().resume();
  await pump(chunks, stream);
}

/** Whether a body needs no change, asked in three ways. */
async function scanning(): Promise<void> {
  const whole = body(kinds['clean, lines of 76'] ?? '');
  const chunks = chunksOf(whole);
  // Below the size from which sixteen octets at a time are worth the copy.
  const small: Buffer[] = [];
  for (let at = 0; at < whole.length; at += 4_095) small.push(whole.subarray(at, at + 4_095));
  const rates: [string, number][] = [
    ['sixteen at a time (WebAssembly)', await speed(() => chunks.forEach((chunk) => cleanBlocks(chunk, 10, true)))],
    ['four at a time', await speed(() => small.forEach((chunk) => scanClean(chunk, 'inside', true)))],
    ['one at a time', await speed(() => chunks.forEach(looksAtEach))],
  ];
  console.log('\nlooking for a line that needs a change, lines of 76, MB/s');
  for (const [name, rate] of rates) console.log(name.padEnd(34) + rate.toFixed(0).padStart(10));
}

/** Whether all line ends are CRLF and no line begins with a dot. */
function looksAtEach(chunk: Buffer): boolean {
  let last = 10;
  for (const octet of chunk) {
    if ((octet === 10) !== (last === 13) && last !== 10) return false;
    if (octet === 46 && last === 10) return false;
    last = octet;
  }
  return true;
}

export async function run(): Promise<void> {
  console.log(`dot codec, ${SIZE / 1e6} MB in chunks of ${CHUNK / 1024} KiB, MB/s, medians of ${ROUNDS}`);
  console.log(row('body', ['stuff', 'raw', 'nodemailer', 'receive', 'smtp-server', 'byte loop']));
  for (const [name, unit] of Object.entries(kinds)) {
    const whole = body(unit);
    const chunks = chunksOf(whole);
    // What a client would send: unstuffed, a lone dot would end the message at once.
    const received = chunksOf(Buffer.concat(new DotStuffer('raw').push(whole)).subarray(0, SIZE));
    const rates = [
      await speed(() => stuff(chunks, 'normalise')),
      await speed(() => stuff(chunks, 'raw')),
      await speed(() => nodemailerStuffs(few(chunks)), FEW),
      await speed(() => read(received)),
      await speed(() => smtpServerReads(few(received)), FEW),
      await speed(() => byteLoop(few(chunks)), FEW),
    ];
    console.log(
      row(
        name,
        rates.map((rate) => rate.toFixed(0)),
      ),
    );
  }
  await scanning();
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(24) + cells.map((cell) => cell.padStart(12)).join('');
}
