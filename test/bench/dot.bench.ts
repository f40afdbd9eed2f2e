/**
 * Speed of the two dot codecs over bodies of several kinds, beside a plain byte loop. Only the rows of one run compare: the
 * machine's own load is in all of them alike.
 */
import { Buffer } from 'node:buffer';
import { performance } from 'node:perf_hooks';
import { DotStuffer } from '../../electron/core/wire/body/dot.ts';
import { EndOfDataReader } from '../../electron/core/wire/body/end-of-data.ts';

const SIZE = 50_000_000;
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
function speed(pass: () => void): number {
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    pass();
    rates.push(SIZE / 1_000 / (performance.now() - start));
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

export async function run(): Promise<void> {
  console.log(`dot codec, ${SIZE / 1e6} MB in chunks of ${CHUNK / 1024} KiB, MB/s, medians of ${ROUNDS}`);
  console.log(row('body', ['stuff', 'raw', 'receive', 'byte loop']));
  for (const [name, unit] of Object.entries(kinds)) {
    const whole = body(unit);
    const chunks = chunksOf(whole);
    // What a client would send: unstuffed, a lone dot would end the message at once.
    const received = chunksOf(Buffer.concat(new DotStuffer('raw').push(whole)).subarray(0, SIZE));
    const rates = [
      speed(() => stuff(chunks, 'normalise')),
      speed(() => stuff(chunks, 'raw')),
      speed(() => read(received)),
      speed(() => byteLoop(chunks)),
    ];
    console.log(
      row(
        name,
        rates.map((rate) => rate.toFixed(0)),
      ),
    );
  }
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(24) + cells.map((cell) => cell.padStart(10)).join('');
}
