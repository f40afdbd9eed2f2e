/** Fault scripts in words: what each step does, and when each rule acts. */
import type {
  BadCertificate,
  Match,
  Rule,
  Script,
  Step,
  StepName,
  StepOf,
} from '../../protocol/values/server/script.ts';
import { octets, plural } from '../units.ts';
import { shorten, visible } from '../visible.ts';

const certificates = {
  expired: 'a certificate that has expired',
  'wrong-name': 'a certificate for another name',
  'self-signed': 'a self-signed certificate',
  'unknown-ca': 'a certificate of an unknown authority',
} satisfies Record<BadCertificate, string>;

const duration = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`);
const quoted = (text: string): string => `“${shorten(visible(text), 80)}”`;

const steps: { readonly [N in StepName]: (step: StepOf<N>) => string } = {
  reply: ({ code, enhancedCode, lines }) =>
    `answers ${quoted([String(code), enhancedCode, lines[0]].filter((part) => part !== null && part !== '').join(' '))}`,
  delay: ({ ms }) => `waits ${duration(ms)}`,
  drip: ({ ms }) => `sends the reply one octet at a time, ${duration(ms)} apart`,
  split: ({ at, ms }) => `sends the reply in two pieces, cut after ${octets(at)}, ${duration(ms)} apart`,
  close: () => 'closes the connection',
  reset: () => 'resets the connection',
  stall: () => 'says nothing more',
  hide: ({ keyword }) => `does not offer ${visible(keyword)}`,
  alter: ({ keyword, line }) => `offers ${quoted(line)} in place of ${visible(keyword)}`,
  add: ({ line }) => `offers ${quoted(line)} too`,
  'bare-lf': () => 'ends the lines of the reply in LF alone',
  'code-mismatch': ({ code }) => `gives all lines of the reply but the last the code ${code}`,
  unfinished: () => 'never ends the reply: its last line promises another',
  inject: ({ text }) => `sends ${quoted(text)} right after the reply`,
  certificate: ({ kind }) => `shows ${certificates[kind]}`,
  recipients: ({ results }) =>
    `answers after the data ${results.map(({ address, code }) => `${code} for ${visible(address)}`).join(', ')}`,
  greylist: ({ seconds }) =>
    seconds === 0
      ? 'puts the first attempt off with 451'
      : `puts attempts off with 451 for ${duration(seconds * 1000)}`,
};

function stepText<N extends StepName>(step: StepOf<N>): string {
  const text = steps[step.do] as (step: StepOf<N>) => string;
  return text(step);
}

/** "waits 2 s, then closes the connection". */
function stepsText(list: readonly Step[]): string {
  return list.map((step) => stepText(step)).join(', then ');
}

const moments: Readonly<Record<string, string>> = {
  CONNECT: 'Instead of greeting as usual, the server',
  TLS: 'In the TLS handshake, the server',
  BODY: 'Amid a message, the server',
  END: 'At the end of a message, the server',
  ANY: 'To any command, the server',
};

function momentText({ command, octets: after }: Match): string {
  if (command === 'BODY' && after !== undefined && after > 0) return `After ${octets(after)} of a message, the server`;
  return moments[command] ?? `To ${visible(command)}, the server`;
}

/** One sentence: "To RCPT, the server answers …, for addresses like *@example.org; the first 2 times." */
function ruleText({ match, steps: list, times }: Rule): string {
  const limits = [
    match.address === undefined ? null : `for addresses like ${visible(match.address)}`,
    match.listener === undefined ? null : `on ${visible(match.listener)}`,
    match.after === undefined || match.after === 0 ? null : `after the first ${plural(match.after, 'time')}`,
    times === undefined ? null : times === 1 ? 'once' : `at most ${times} times`,
    (times ?? match.after) !== undefined && match.count === 'session' ? 'counted in each session' : null,
  ].filter((part) => part !== null);
  return `${momentText(match)} ${stepsText(list)}${limits.length === 0 ? '' : `, ${limits.join(', ')}`}.`;
}

/** What will happen, a sentence each. */
export function scriptText(script: Script): string[] {
  return [
    ...(script.greeting === undefined ? [] : [`The greeting is ${quoted(`220 ${script.greeting}`)}.`]),
    ...script.rules.map(ruleText),
    ...(script.random === undefined
      ? []
      : [
          `Any reply may fail, about ${Math.round(script.random.rate * 100)} in a hundred; seed ${script.random.seed} draws the same again.`,
        ]),
  ];
}
