/**
 * Twice the input is twice the work, and not four times: octets that the engine's readers and writers search, copy or decode are
 * counted, so that no clock and no busy machine has a say.
 */
import { describe, expect, it } from 'vitest';
import { DotStuffer } from '../../../../electron/core/wire/body/dot.ts';
import { EndOfDataReader } from '../../../../electron/core/wire/body/end-of-data.ts';
import { LongLineFinder } from '../../../../electron/core/wire/body/long-lines.ts';
import { LineReader } from '../../../../electron/core/wire/line-reader.ts';
import { ReplyReader } from '../../../../electron/core/smtp/connection/reply-reader.ts';
import { SecretScrubber } from '../../../../electron/core/smtp/connection/scrub.ts';
import { SessionRecorder } from '../../../../electron/core/recording/recorder.ts';
import { systemClock } from '../../../../electron/core/recording/clock.ts';
import { inSizes } from '../../wire/support.ts';

type Method = (this: Uint8Array, ...args: never[]) => unknown;

/** What a call of the method looked at or wrote, from its arguments and its result. */
type Cost = (octets: Uint8Array, args: readonly unknown[], result: unknown) => number;

const number = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);
const searched: Cost = ({ length }, [, from], result) =>
  Math.max(0, (number(result, -1) === -1 ? length : number(result, 0)) - number(from, 0)) + 1;

const counted: readonly [object, string, Cost][] = [
  [Buffer.prototype, 'indexOf', searched],
  [
    Buffer.prototype,
    'lastIndexOf',
    ({ length }, [, from], result) => Math.min(number(from, length), length) - number(result, 0) + 1,
  ],
  [Buffer.prototype, 'includes', (octets) => octets.length],
  [Buffer.prototype, 'copy', (_octets, _args, result) => number(result, 0)],
  [Uint8Array.prototype, 'copyWithin', (octets, [, start, end]) => number(end, octets.length) - number(start, 0)],
  [Uint8Array.prototype, 'set', (_octets, [source]) => (source as ArrayLike<number>).length],
  [Buffer.prototype, 'toString', (octets, [, start, end]) => number(end, octets.length) - number(start, 0)],
  [String.prototype, 'indexOf', (text, [, from], result) => searched(text, [null, from], result)],
];

/** Octets and characters gone through while `work` ran. */
function workOf(work: () => void): number {
  let sum = 0;
  const restore = counted.map(([prototype, name, cost]) => {
    const original =
      Object.getOwnPropertyDescriptor(prototype, name) ??
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(prototype), name);
    const own = Object.hasOwn(prototype, name);
    const method = original?.value as Method;
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value(this: Uint8Array, ...args: never[]) {
        const result = method.apply(this, args);
        sum += cost(this, args, result);
        return result;
      },
    });
    return () => {
      if (own && original !== undefined) Object.defineProperty(prototype, name, original);
      else Reflect.deleteProperty(prototype, name);
    };
  });
  try {
    work();
  } finally {
    for (const undo of restore.toReversed()) undo();
  }
  return sum;
}

function readLines(input: Buffer, sizes: readonly number[], lineEnd: 'lenient' | 'strict'): void {
  const reader = new LineReader({ maxLine: 1 << 24, lineEnd });
  for (const chunk of inSizes(input, sizes)) {
    reader.push(chunk);
    while (reader.next() !== null);
  }
}

function readReplies(input: Buffer, sizes: readonly number[], secrets: readonly string[]): void {
  const scrubber = new SecretScrubber();
  for (const secret of secrets) scrubber.addSecret(secret);
  const reader = new ReplyReader(
    {
      recorder: new SessionRecorder(() => undefined, systemClock),
      secrets: scrubber,
      encrypted: false,
      phase: () => 'ehlo',
      take: () => true,
      broken: () => undefined,
    },
    false,
  );
  for (const chunk of inSizes(input, sizes)) reader.push(chunk);
}

function stuff(input: Buffer, sizes: readonly number[]): void {
  const stuffer = new DotStuffer('normalise');
  for (const chunk of inSizes(input, sizes)) stuffer.push(chunk);
  stuffer.end();
}

function findEnd(input: Buffer, sizes: readonly number[]): void {
  const reader = new EndOfDataReader();
  for (const chunk of inSizes(input, sizes)) reader.push(chunk);
}

function findLongLines(input: Buffer, sizes: readonly number[]): void {
  const finder = new LongLineFinder('normalise');
  for (const chunk of inSizes(input, sizes)) finder.push(chunk);
  finder.end();
}

const times = (text: string, count: number) => Buffer.from(text.repeat(count), 'latin1');

/** Inputs of a size, each meant to be the worst for somebody. */
const shapes: Readonly<Record<string, (size: number) => Buffer>> = {
  'short lines': (size) => times('250 x\r\n', size / 7),
  'one line without an end': (size) => times('x', size),
  'CR alone': (size) => times('\r', size),
  'LF alone': (size) => times('\n', size),
  'dots on lines of their own': (size) => times('\r\n.', size / 3),
  'almost an end of data': (size) => times('\r\n.\r', size / 4),
};

const workers: Readonly<Record<string, (input: Buffer, sizes: readonly number[]) => void>> = {
  'LineReader, lenient': (input, sizes) => readLines(input, sizes, 'lenient'),
  'LineReader, strict': (input, sizes) => readLines(input, sizes, 'strict'),
  ReplyReader: (input, sizes) => readReplies(input, sizes, []),
  'ReplyReader with secrets': (input, sizes) => readReplies(input, sizes, ['s3cr3tpassword', 'x'.repeat(40)]),
  DotStuffer: stuff,
  EndOfDataReader: findEnd,
  LongLineFinder: findLongLines,
};

const SIZE = 1_000;
const GROWTH = 4;
/** Mostly octet by octet, which is the worst; sometimes more. */
const PIECES = [1, 1, 1, 1, 1, 1, 1, 1, 40, 3];
/** A buffer that doubles may be just before or just after its next doubling. */
const SLACK = 1.6;

describe('work grows as the input does', () => {
  for (const [worker, work] of Object.entries(workers)) {
    for (const [shape, make] of Object.entries(shapes)) {
      it(`${worker}: ${shape}`, () => {
        const small = make(SIZE);
        const large = make(SIZE * GROWTH);
        const before = workOf(() => work(small, PIECES));
        const after = workOf(() => work(large, PIECES));
        expect(after).toBeLessThanOrEqual((before + SIZE) * GROWTH * SLACK);
      });
    }
  }

  it('counts at all: what rescans from the beginning is found out', () => {
    const rescan = (size: number) => () => {
      let held = Buffer.alloc(0);
      for (let at = 0; at < size; at += 100) {
        held = Buffer.concat([held, Buffer.alloc(100, 'x')]);
        held.indexOf(10);
      }
    };
    const before = workOf(rescan(SIZE));
    expect(workOf(rescan(SIZE * GROWTH))).toBeGreaterThan(before * GROWTH * SLACK);
    expect('abc'.indexOf('c')).toBe(2);
  });
});
