/** The cases of test/fixtures/cases/vector.json: inputs and results for parsers and encoders, restated from other projects' suites. */
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { EndOfDataReader } from '../../../electron/core/wire/body/end-of-data.ts';
import { LineReader } from '../../../electron/core/wire/line-reader.ts';
import type { Reply } from '../../../electron/protocol/values/session/reply.ts';
import { ReplyParser } from '../../../electron/core/wire/reply.ts';
import { checkArgument } from '../../../electron/core/wire/command.ts';
import { parseMailbox } from '../../../electron/protocol/parse/addresses/mailbox.ts';
import { parsePathArgument } from '../../../electron/core/wire/path-argument.ts';
import { checkEhloName } from '../../../electron/protocol/parse/ehlo-name.ts';
import { decodeXtext, encodeXtext } from '../../../electron/core/wire/xtext.ts';
import { escapeControls, utf8Bytes } from '../../../electron/core/wire/text.ts';
import { limits } from '../../../electron/core/wire/limits.ts';
import { parseAddressList } from '../../../electron/protocol/parse/addresses/address-list.ts';
import { runControlSweep } from '../../harness/control-sweep.ts';
import { runCapture } from '../../harness/capture.ts';
import { everySplit, inSizes, joined } from './support.ts';

const TextSchema = v.union([v.string(), v.object({ nest: v.string(), times: v.number(), close: v.string() })]);

const CaseSchema = v.object({
  id: v.string(),
  title: v.string(),
  input: v.variant('type', [
    v.object({ type: v.literal('addressList'), text: TextSchema }),
    v.object({ type: v.literal('mailbox'), text: v.string() }),
    v.object({ type: v.literal('message'), file: v.string() }),
    v.object({ type: v.literal('xtext'), pairs: v.array(v.tuple([v.string(), v.string()])) }),
    v.object({ type: v.literal('controlSweep'), fields: v.array(v.string()) }),
    v.object({ type: v.literal('surrogates') }),
    v.object({ type: v.literal('eod'), bytes: v.string() }),
    v.object({ type: v.literal('replyStream'), bytes: v.string(), chunkSizes: v.array(v.number()) }),
  ]),
  expect: v.strictObject({
    addresses: v.optional(v.array(v.string())),
    mustNotInclude: v.optional(v.array(v.string())),
    withinMs: v.optional(v.number()),
    mustNotThrow: v.optional(v.union([v.string(), v.boolean()])),
    valid: v.optional(v.boolean()),
    strictOnly: v.optional(v.boolean()),
    local: v.optional(v.string()),
    domain: v.optional(v.string()),
    needsSmtpUtf8: v.optional(v.boolean()),
    alabel: v.optional(v.string()),
    roundTrip: v.optional(v.boolean()),
    message: v.optional(v.string()),
    terminated: v.optional(v.boolean()),
    note: v.optional(v.string()),
    replies: v.optional(v.array(v.object({ code: v.number(), enhanced: v.optional(v.string()) }))),
    finding: v.optional(v.string()),
    violation: v.optional(v.boolean()),
    storedVerbatim: v.optional(v.boolean()),
    viewerMustNotThrow: v.optional(v.boolean()),
    either: v.optional(v.array(v.string())),
    wire: v.optional(v.string()),
  }),
});
type Case = v.InferOutput<typeof CaseSchema>;
type Expected = Case['expect'];

const file = new URL('../../fixtures/cases/vector.json', import.meta.url);
const { cases } = v.parse(v.object({ cases: v.array(CaseSchema) }), JSON.parse(readFileSync(file, 'utf8')));

/** The cases' names for what we call an anomaly. */
const findings: Readonly<Record<string, string>> = { codeMismatch: 'code-mismatch' };

function runAddressList(text: v.InferOutput<typeof TextSchema>, expected: Expected): void {
  const whole = typeof text === 'string' ? text : text.nest.repeat(text.times) + text.close.repeat(text.times);
  const start = performance.now();
  const addresses = parseAddressList(whole).addresses.map((address) => address.mailbox.text);
  if (expected.withinMs !== undefined) expect(performance.now() - start).toBeLessThan(expected.withinMs);
  if (expected.addresses !== undefined) expect(addresses).toEqual(expected.addresses);
  for (const address of expected.mustNotInclude ?? []) expect(addresses).not.toContain(address);
}

function runMailbox(text: string, expected: Expected): void {
  const parsed = parseMailbox(text);
  expect(parsed.ok).toBe(expected.valid);
  if (expected.strictOnly === true) expect(parseMailbox(text, { anyLength: true }).ok).toBe(true);
  if (!parsed.ok) return;
  const { local, domain, domainAscii, needsSmtputf8 } = parsed.value;
  expect({ local, domain }).toEqual({ local: expected.local, domain: expected.domain });
  if (expected.alabel !== undefined) expect(domainAscii).toBe(expected.alabel);
  if (expected.needsSmtpUtf8 !== undefined) expect(needsSmtputf8).toBe(expected.needsSmtpUtf8);
}

/** Once as it is, once after an empty message on the same connection. */
function runEndOfData(bytes: string, expected: Expected): void {
  const read = (chunks: readonly Uint8Array[]) => {
    const reader = new EndOfDataReader();
    const parts = chunks.map((chunk) => reader.push(chunk));
    return {
      message: joined(parts.flatMap((part) => part.chunks)),
      done: reader.done,
      rest: joined(parts.map((part) => part.rest)),
    };
  };
  const whole = read([Buffer.from(bytes)]);
  expect(whole).toMatchObject({ done: true, rest: '' });
  if (expected.message !== undefined) expect(whole.message).toBe(expected.message);
  for (const chunks of everySplit(Buffer.from(bytes))) expect(read(chunks)).toEqual(whole);
  for (const chunks of everySplit(Buffer.from(`.\r\n${bytes}`))) {
    const first = read(chunks);
    expect(first).toMatchObject({ message: '', done: true });
    expect(read([Buffer.from(first.rest)])).toEqual(whole);
  }
}

function runReplies(bytes: string, chunkSizes: readonly number[], expected: Expected): void {
  const read = (chunks: readonly Uint8Array[]) => {
    const reader = new LineReader({ maxLine: limits.reply.maxLine, lineEnd: 'lenient' });
    const parser = new ReplyParser();
    const replies: Reply[] = [];
    for (const chunk of chunks) {
      reader.push(chunk);
      for (let line = reader.next(); line !== null; line = reader.next()) {
        const reply = parser.push(line);
        if (reply !== null) replies.push(reply);
      }
    }
    expect(parser.pending).toBe(false);
    return replies;
  };
  const input = Buffer.from(bytes);
  const ways = [...chunkSizes.map((size) => inSizes(input, [size])), ...everySplit(input)];
  for (const chunks of ways) {
    const replies = read(chunks);
    if (expected.violation === true) expect(replies.map((reply) => reply.code)).toEqual([null]);
    if (expected.replies !== undefined) {
      expect(replies.length).toBe(expected.replies.length);
      for (const [at, { code, enhanced }] of expected.replies.entries()) {
        expect(replies[at]?.code).toBe(code);
        if (enhanced !== undefined) expect(replies[at]?.enhancedCode).toBe(enhanced);
      }
    }
    if (expected.finding !== undefined) {
      expect(replies.flatMap((reply): string[] => reply.anomalies)).toContain(
        findings[expected.finding] ?? expected.finding,
      );
    }
  }
}

/** Everything of this layer that takes text from a person. */
function runSurrogates(): void {
  for (const text of [
    '\ud800',
    'a\ud800b@example.com',
    '\udc00@example.com',
    'a@exam\ud800ple.com',
    '"\ud800" <a@b.example>',
  ]) {
    expect(parseMailbox(text).ok).toBe(false);
    expect(checkEhloName(text).ok).toBe(false);
    expect(parsePathArgument(`<${text}>`).ok).toBe(false);
    expect(checkArgument('x', text)).not.toBeNull();
    expect(escapeControls(text)).not.toMatch(/\p{Cs}/u);
    parseAddressList(text);
    encodeXtext(text);
    // Replaced, and what stands beside it is still there.
    expect(Buffer.from(utf8Bytes(`${text}Z`)).toString('utf8')).toMatch(/\ufffd.*Z$/u);
  }
}

async function runCase({ input, expect: expected }: Case): Promise<void> {
  switch (input.type) {
    case 'addressList':
      runAddressList(input.text, expected);
      break;
    case 'mailbox':
      runMailbox(input.text, expected);
      break;
    case 'xtext':
      for (const [text, encoded] of input.pairs) {
        expect(encodeXtext(text)).toBe(encoded);
        expect(decodeXtext(encoded)).toEqual({ ok: true, value: text });
      }
      break;
    case 'surrogates':
      runSurrogates();
      break;
    case 'eod':
      runEndOfData(input.bytes, expected);
      break;
    case 'replyStream':
      runReplies(input.bytes, input.chunkSizes, expected);
      break;
    case 'message':
      // The messages themselves are ours, with the properties that the case tells of.
      await runCapture(`test/fixtures/eai/${input.file.split(':').at(-1) ?? ''}.eml`);
      break;
    case 'controlSweep':
      await runControlSweep(input.fields);
      break;
  }
}

describe('vector cases', () => {
  for (const one of cases) test(`${one.id} ${one.title}`, () => runCase(one));

  test('no case is lost', () => {
    expect(cases.length).toBe(41);
  });
});
