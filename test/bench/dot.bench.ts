/**
 * Speed of the two dot codecs over bodies of several kinds, beside a plain copy. Only the rows of one run compare: the
 * machine's own load is in all of them alike.
 */
import { Buffer } from 'node:buffer';
import { performance } from 'node:perf_hooks';
import { DotStuffer } from '../../electron/core/wire/dot.ts';
import { EndOfDataReader } from '../../electron/core/wire/end-of-data.ts';

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

function chunksOf(unit: string): Buffer[] {
  const whole = Buffer.from(unit.repeat(Math.ceil(SIZE / unit.length)), 'latin1').subarray(0, SIZE);
  const chunks: Buffer[] = [];
  for (let at = 0; at < whole.length; at += CHUNK) chunks.push(whole.subarray(at, at + CHUNK));
  return chunks;
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
  console.log(`${'body'.padEnd(24)}${'stuff'.padStart(8)}${'raw'.padStart(8)}${'receive'.padStart(9)}`);
  for (const [name, unit] of Object.entries(kinds)) {
    const chunks = chunksOf(unit);
    const rates = [
      speed(() => stuff(chunks, 'normalise')),
      speed(() => stuff(chunks, 'raw')),
      speed(() => read(chunks)),
    ];
    const [normalised = 0, raw = 0, received = 0] = rates.map(Math.round);
    console.log(
      `${name.padEnd(24)}${String(normalised).padStart(8)}${String(raw).padStart(8)}${String(received).padStart(9)}`,
    );
  }
}
