/**
 * Seeded dialogues played to our server and to Python's smtpd: every difference is one of those below, on purpose, and nothing else.
 * smtpd left Python in 3.12, so its answers are kept in a file; POSTHORN_DIALOGUES=20000 plays so many to the living one instead,
 * and POSTHORN_DIALOGUES=record writes the file anew.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as v from 'valibot';
import { memorySpool } from '../../../electron/storage/spool/memory-spool.ts';
import { processOctets } from '../../../electron/core/server/handlers/process-message.ts';
import { listenerConfig, startFixture } from '../../server/fixture.ts';
import { play, type Delivered, type Played } from './dialogue-player.ts';
import { makeDialogue, type Dialogue, type Scope, type Step } from './dialogues.ts';
import { startSmtpd } from '../servers/smtpd.ts';

const wanted = process.env['POSTHORN_DIALOGUES'];
const kept = fileURLToPath(new URL('../../fixtures/smtpd-dialogues.json', import.meta.url));
const COUNT = 500;
const AT_ONCE = 8;

const common: Scope = { extensions: false, oddMessages: true, hello: 'EHLO' };

interface Difference {
  /** Of a step's tag. */
  readonly where: RegExp;
  /** Codes; 0: the connection was closed. */
  readonly smtpd: readonly number[];
  readonly ours: readonly number[];
  /** Where it stands in docs/library.md, or the section. */
  readonly why: string;
}

const path = '^(?:mail|rcpt):';
const malformed = /\+(?:(?:size|body|smtputf8)-twice|size-21-digits)$/;

const differences: readonly Difference[] = [
  { where: /^(?:ehlo|helo):/, smtpd: [503], ours: [250], why: 'a second EHLO is legal (RFC 5321 section 4.1.4)' },
  {
    where: /^noop:argument$|^octets:utf8$/,
    smtpd: [501],
    ours: [250],
    why: 'NOOP takes text (RFC 5321 section 4.1.1.9)',
  },
  { where: /^help:(?:plain|mail|lower)$/, smtpd: [250], ours: [214], why: '214 (RFC 5321 section 4.2.3)' },
  {
    where: /^help:(?:unknown|two)$/,
    smtpd: [501],
    ours: [504],
    why: '504: the command is known, its parameter is not',
  },
  { where: /^(?:noop|mail|rcpt):tab/, smtpd: [500], ours: [250, 501, 503, 553, 555], why: 'a tab is a blank' },
  { where: /^long:600$/, smtpd: [500], ours: [250], why: 'a command may have 4,096 octets' },
  { where: /^(?:turn|starttls|auth):/, smtpd: [500], ours: [502], why: '502: known, not to be had here' },
  { where: /^quit:argument$/, smtpd: [221], ours: [501], why: 'QUIT takes none (RFC 5321 section 4.1.1.10)' },
  { where: /^(?:header|http):|^mail:joined$/, smtpd: [500], ours: [554], why: 'HTTP ends the session' },
  {
    where: /(?:control|nul|delete)(?:\+|$)/,
    smtpd: [250, 501, 503, 552, 555],
    ours: [500],
    why: 'no control characters',
  },
  { where: /^data:/, smtpd: [503], ours: [554], why: 'no valid recipients (RFC 5321 section 3.3)' },
  { where: /^data:argument$/, smtpd: [503], ours: [501], why: 'form before order' },
  { where: /^mail:/, smtpd: [501, 552, 555], ours: [503], why: 'order before form, at MAIL' },
  { where: new RegExp(path), smtpd: [0], ours: [501, 503, 553, 555], why: 'an exception ends the channel of smtpd' },
  {
    where: new RegExp(`${path}(?:space-)?(?:no-brackets|open-bracket|quoted-open|text-after|nothing|blank)(?:\\+|$)`),
    smtpd: [250, 501, 552, 555],
    ours: [501],
    why: 'a path stands in angle brackets (RFC 5321 section 4.1.2)',
  },
  {
    where: new RegExp(
      `${path}(?:blank-in|null|no-domain|two-dots|leading-dot|trailing-dot|domain-(?:hyphen|underscore)|literal-bad|comment|backslash|quoted-middle|long-|utf8-)`,
    ),
    smtpd: [250, 501, 552, 555],
    ours: [553],
    why: 'addresses by RFC 5321 section 4.1.2 and RFC 6531 section 3.3',
  },
  {
    where: malformed,
    smtpd: [250, 552, 555],
    ours: [501],
    why: 'once each (RFC 5321 section 4.1.1.11); SIZE has at most 20 digits (RFC 1870 section 3)',
  },
  { where: /^(?:mail|rcpt):[^+]*\+/, smtpd: [501], ours: [555], why: 'not offered: 555 (RFC 5321 section 4.1.1.11)' },
];

/** LMTP beside SMTP, both ours. */
const ofLmtp: readonly Difference[] = [
  { where: /^helo:/, smtpd: [250, 501], ours: [500], why: 'LHLO alone (RFC 2033 section 4.1)' },
  { where: /^lhlo:/, smtpd: [500], ours: [250], why: 'LHLO alone (RFC 2033 section 4.1)' },
  { where: /^(?:data|bdat):/, smtpd: [554], ours: [503], why: 'no valid recipients (RFC 2033 section 4.2)' },
  { where: /^rcpt:no-domain/, smtpd: [553], ours: [250], why: 'the names of an LMTP server need no domain' },
];

async function startOurs() {
  const fixture = await startFixture({
    listeners: [listenerConfig(), listenerConfig({ id: 'lmtp', protocol: 'lmtp' })],
    overrides: { spool: memorySpool() },
    handler: () =>
      processOctets((_, from, to, data, { mailOptions }) => {
        const reported: Delivered = {
          from,
          to: [...to],
          options: [...mailOptions],
          data: Buffer.from(data).toString('base64'),
        };
        return `250 2.0.0 OK ${Buffer.from(JSON.stringify(reported)).toString('base64')}`;
      }),
  });
  const [smtp = 0, lmtp = 0] = fixture.states.map((state) => state.boundPort ?? 0);
  return { smtp, lmtp };
}

/** As smtpd hands it on: line ends of LF, none after the last line; the null reverse-path with its brackets; options in upper case. */
function asSmtpdTells({ from, to, options, data }: Delivered): string {
  const text = Buffer.from(data, 'base64').toString('latin1').replaceAll('\r\n', '\n').replace(/\n$/, '');
  const reported = [from === '' ? '<>' : from, to, options.map((option) => option.toUpperCase()), text];
  return createHash('sha256').update(JSON.stringify(reported)).digest('hex').slice(0, 12);
}

/** smtpd's own, in the same form. */
function asSmtpdTold({ from, to, options, data }: Delivered): string {
  const reported = [from, to, options, Buffer.from(data, 'base64').toString('latin1')];
  return createHash('sha256').update(JSON.stringify(reported)).digest('hex').slice(0, 12);
}

/** `index:code,code=message` for each step. */
function written(played: readonly Played[], message: (delivered: Delivered) => string): string[] {
  return played.map(({ index, codes, delivered }) => {
    const what = delivered === null ? '' : `=${message(delivered)}`;
    return `${String(index)}:${codes.join(',')}${what}`;
  });
}

function shown({ steps, seed }: Dialogue, upTo: number): string {
  const lines = steps
    .slice(0, upTo + 1)
    .map(({ pieces }) => JSON.stringify(Buffer.concat(pieces).toString().slice(0, 80)));
  return `dialogue ${String(seed)}: ${lines.join(' ')}`;
}

/** Whether the two may be in different states after it. */
function parts(step: Step, theirs: number, ours: number): boolean {
  if (ours === 554 || theirs === 0 || step.kind !== 'command') return true;
  const refused = theirs >= 400 && ours >= 400;
  return !refused && /^(?:mail|rcpt|data|bdat|ehlo|helo|lhlo|rset|quit):/.test(step.tag);
}

/** What is neither the same nor known; `used` gathers the differences met. */
function compare(
  dialogue: Dialogue,
  theirs: readonly string[],
  ours: readonly string[],
  known: readonly Difference[],
  used: Set<Difference>,
): string | null {
  for (let at = 0; at < Math.max(theirs.length, ours.length); at += 1) {
    const [one = 'nothing', other = 'nothing'] = [theirs[at], ours[at]];
    if (one === other) continue;
    const index = Number.parseInt(other, 10);
    const step = dialogue.steps[index];
    const [, place, first] = /^(\d+):(\d+)$/.exec(one) ?? [];
    const [, , second] = /^(\d+):(\d+)$/.exec(other) ?? [];
    const found =
      step === undefined || Number(place) !== index
        ? undefined
        : known.find(
            ({ where, smtpd, ours: codes }) =>
              where.test(step.tag) && smtpd.includes(Number(first)) && codes.includes(Number(second)),
          );
    if (step === undefined || found === undefined)
      return `${shown(dialogue, Number.isNaN(index) ? dialogue.steps.length : index)}: ${one} there, ${other} here (${step?.tag ?? ''})`;
    used.add(found);
    if (parts(step, Number(first), Number(second))) return null;
  }
  return null;
}

/** Several at a time; results in order. */
async function forSeeds<T>(count: number, one: (seed: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) {
      const seed = next;
      next += 1;
      results[seed] = await one(seed);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

test('our server answers and delivers as smtpd, but for what differs on purpose', { timeout: 3_600_000 }, async () => {
  const ours = await startOurs();
  const living = wanted === undefined ? null : await startSmtpd();
  const count = wanted === undefined || wanted === 'record' ? COUNT : Number(wanted);
  const answers =
    living === null ? v.parse(v.array(v.array(v.string())), JSON.parse(await readFile(kept, 'utf8'))) : [];
  const used = new Set<Difference>();
  const found = await forSeeds(count, async (seed) => {
    const dialogue = makeDialogue(seed, common);
    if (living !== null) answers[seed] = written(await play(living.port, dialogue), asSmtpdTold);
    const theirs = answers[seed] ?? [];
    return compare(dialogue, theirs, written(await play(ours.smtp, dialogue), asSmtpdTells), differences, used);
  });
  await living?.stop();
  if (wanted === 'record') await writeFile(kept, `[\n${answers.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
  expect(found.filter((one) => one !== null)).toEqual([]);
  expect(differences.filter((one) => !used.has(one)).map(({ why }) => why)).toEqual([]);
});

test('octets in any pieces, and LMTP: the same answers and messages', async () => {
  const ours = await startOurs();
  const used = new Set<Difference>();
  const message = (delivered: Delivered) => JSON.stringify(delivered);
  const found = await forSeeds(250, async (seed) => {
    const drawn = makeDialogue(seed, { ...common, extensions: true });
    const steps = drawn.steps.map((step) => ({ ...step, pieces: [Buffer.concat(step.pieces)] }));
    const whole = written(await play(ours.smtp, { seed, steps }), message);
    const pieces = written(await play(ours.smtp, drawn), message);
    const lmtp = makeDialogue(seed, { ...common, extensions: true, hello: 'LHLO' });
    const local = written(await play(ours.lmtp, lmtp, true), message);
    return compare(drawn, whole, pieces, [], used) ?? compare(lmtp, whole, local, ofLmtp, used);
  });
  expect(found.filter((one) => one !== null)).toEqual([]);
});
