/**
 * Command dialogues drawn from a seed: what clients do, and what they do wrong. Each step is one command line, or a message, with
 * a tag that says what is odd about it. The same seed makes the same dialogues on every machine.
 */

import {
  chunkForms,
  mailParameters,
  messageLines,
  moreMailParameters,
  moreRcptParameters,
  oddLines,
  others,
  paths,
  rcptParameters,
  recipients,
  senders,
} from './dialogue-lines.ts';

export interface Step {
  /** Verb, and what is odd about the line: `mail:no-brackets`. */
  readonly tag: string;
  /** Octets, in the pieces in which they are to be written. */
  readonly pieces: readonly Uint8Array[];
  /** A message is sent only where the step before was answered with 354, and then nothing else is. */
  readonly kind: 'command' | 'message' | 'group';
  /** What is to be answered: verbs in upper case, of a pipelined group several; `BDAT LAST` ends a message. */
  readonly commands: readonly string[];
}

export interface Dialogue {
  readonly seed: number;
  readonly steps: readonly Step[];
}

type Draw = ReturnType<typeof drawing>;

function drawing(seed: number) {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  const next = (): number => {
    // Numbers of 32 bits alone: the same everywhere.
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const below = (n: number): number => next() % n;
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  return { below, pick, chance: (percent: number) => below(100) < percent };
}

export interface Scope {
  /** Also what only servers with DSN and BINARYMIME know. */
  readonly extensions: boolean;
  /** Also bare line ends in messages, which servers may refuse or mend. */
  readonly oddMessages: boolean;
  /** The verb that greets. */
  readonly hello: 'EHLO' | 'LHLO';
}

export function makeDialogue(seed: number, scope: Scope): Dialogue {
  const draw = drawing(seed);
  const steps: Step[] = [];
  const add = (tag: string, text: string, kind: Step['kind'] = 'command', commands = [verbOf(text)]) => {
    const hello = scope.hello === 'LHLO' ? text.replace(/^EHLO(?= |$)/i, 'LHLO') : text;
    steps.push({ tag, kind, commands, pieces: inPieces(Buffer.from(`${hello}\r\n`, 'utf8'), draw) });
  };
  const normal = (stage: number): number => {
    switch (stage) {
      case 0:
        if (draw.chance(75)) add('ehlo:plain', 'EHLO c.example');
        else add('helo:plain', 'HELO c.example');
        return 1;
      case 1:
        add('mail:plain', `MAIL FROM:<${draw.pick(senders)}>`);
        return 2;
      case 2:
        add('rcpt:plain', `RCPT TO:<${draw.pick(recipients)}>`);
        return draw.chance(70) ? 3 : 2;
      default: {
        add('data:plain', 'DATA');
        add('message', `${message(draw, scope)}.`, 'message');
        return 1;
      }
    }
  };
  let stage = 0;
  // Enough of the way to be in any of the states.
  for (let i = draw.below(5); i > 0; i -= 1) stage = normal(stage);
  for (let i = 1 + draw.below(6); i > 0; i -= 1) {
    if (draw.chance(35)) stage = normal(stage);
    else if (scope.extensions && draw.chance(10)) addChunk(draw, steps);
    else if (draw.chance(8)) {
      const lines = [
        `MAIL FROM:<${draw.pick(senders)}>`,
        `RCPT TO:<${draw.pick(recipients)}>`,
        'NOOP',
        'RSET',
        'VRFY x',
      ];
      const group = Array.from({ length: 2 + draw.below(4) }, () => draw.pick(lines));
      add(
        `group:${group.map((line) => line.slice(0, 4).toLowerCase()).join('+')}`,
        group.join('\r\n'),
        'group',
        group.map(verbOf),
      );
    } else odd(draw, scope, stage, add);
  }
  while (stage < 4 && draw.chance(70)) {
    const before = stage;
    stage = normal(stage);
    if (before === 3) break;
  }
  add('quit:plain', 'QUIT');
  return { seed, steps };
}

function verbOf(text: string): string {
  return text.slice(0, 4).toUpperCase();
}

function odd(draw: Draw, scope: Scope, stage: number, add: (tag: string, text: string) => void): void {
  const wantsPath = draw.chance(60);
  if (!wantsPath) {
    const [tag, text] = draw.pick(others);
    return add(tag, text);
  }
  // Mostly the one that is due.
  const isMail = stage <= 1 ? draw.chance(85) : draw.chance(20);
  const [name, shape] = draw.pick(paths);
  const path = shape.replaceAll('{}', () => draw.pick(isMail ? senders : recipients));
  const known = isMail ? mailParameters : rcptParameters;
  const all = scope.extensions ? [...known, ...(isMail ? moreMailParameters : moreRcptParameters)] : known;
  const [option, parameter] = draw.chance(40) ? draw.pick(all) : ['', ''];
  // One thing at a time is odd, most of the time.
  const [shownName, shownPath] =
    option !== '' && draw.chance(85) ? ['plain', `<${isMail ? 'a@s.example' : 'b@r.example'}>`] : [name, path];
  const word = draw.chance(90) ? (isMail ? 'MAIL FROM:' : 'RCPT TO:') : isMail ? 'mail from:' : 'rcpt to:';
  const tag = `${isMail ? 'mail' : 'rcpt'}:${shownName}${option === '' ? '' : `+${option}`}`;
  add(tag, `${word}${shownPath}${parameter === '' ? '' : ` ${parameter}`}`);
}

/** A chunk follows its command, wherever it comes (RFC 3030 section 2). */
function addChunk(draw: Draw, steps: Step[]): void {
  const [tag, form] = draw.pick(chunkForms);
  const text =
    Array.from({ length: draw.below(4) }, () => `${draw.pick(messageLines)}\r\n`).join('') +
    draw.pick(['', '.', 'x', '\r', '.\r\n']);
  const octets = Buffer.from(form.includes('#') ? text : '', 'utf8');
  const line = Buffer.from(`${form.replace('#', String(octets.length))}\r\n`);
  const commands = [/last/i.test(form) ? 'BDAT LAST' : 'BDAT'];
  steps.push({ tag: `bdat:${tag}`, kind: 'command', commands, pieces: inPieces(Buffer.concat([line, octets]), draw) });
}

function message(draw: Draw, scope: Scope): string {
  const lines = Array.from({ length: 1 + draw.below(8) }, () =>
    scope.oddMessages && draw.chance(15) ? draw.pick(oddLines) : draw.pick(messageLines),
  );
  // As a client sends it: dots doubled, once in a while not, which is a line less.
  const stuffed = lines.map((line) => (line.startsWith('.') && draw.chance(90) ? `.${line}` : line));
  return stuffed
    .map((line) => (line === '.' ? '..' : line))
    .map((line) => `${line}\r\n`)
    .join('');
}

/** Borders fall where they like: within CRLF.CRLF too. */
function inPieces(octets: Uint8Array, draw: Draw): Uint8Array[] {
  if (!draw.chance(30)) return [octets];
  const pieces: Uint8Array[] = [];
  let at = 0;
  while (at < octets.length) {
    const left = octets.length - at;
    const size = left <= 8 ? 1 + draw.below(3) : 1 + draw.below(left);
    pieces.push(octets.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
