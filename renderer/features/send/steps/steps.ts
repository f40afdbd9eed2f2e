/** The steps of a send test: what each comes to in a line, and what is wrong in it. Pure. */
import { type Repetition, repetitionWords } from '../delivery/repetition.svelte.ts';
import type { RouteKind } from '../route/stops.ts';
import type { Tone } from '../../../ui/tone.ts';

export const STEP_IDS = ['server', 'envelope', 'message', 'delivery', 'review', 'result'] as const;
export type StepId = (typeof STEP_IDS)[number];
export const isStep = (value: unknown): value is StepId => STEP_IDS.some((each) => each === value);

export const stepTitles: Readonly<Record<StepId, string>> = {
  server: 'Server',
  envelope: 'Envelope',
  message: 'Message',
  delivery: 'Delivery',
  review: 'Review',
  result: 'Result',
};

export interface StepView {
  readonly tone: Tone;
  /** What stands in it. */
  readonly summary: string;
  /** Its worst trouble; null where there is none. */
  readonly trouble: string | null;
}

/** What the steps are made from; every text is ready to be shown. */
export interface StepFacts {
  /** As typed; empty where nothing is. */
  readonly target: string;
  /** What cannot be used of it. */
  readonly targetWrong: string | null;
  readonly route: RouteKind;
  /** Names of the deliveries, where they are several. */
  readonly stops: readonly string[];
  readonly routeTrouble: string | null;
  readonly user: string;
  /** What the server said it takes, in words; null where it was not asked. */
  readonly offer: string | null;
  readonly from: string;
  readonly recipients: readonly string[];
  readonly doubtful: readonly string[];
  /** How many of them ask for reports of their own. */
  readonly ownReports: number;
  /** Those cannot be asked for. */
  readonly reportsNotOffered: boolean;
  readonly message: string;
  /** Keeps it from being sent. */
  readonly messageMissing: string | null;
  /** Is worth a look. */
  readonly messageDoubt: string | null;
  readonly delivery: string;
  readonly deliveryWrong: string | null;
  readonly notOffered: readonly string[];
  readonly forced: boolean;
  readonly repeat: Repetition;
  /** A recipient who is, as far as is known, not the user; null: there is none. */
  readonly stranger: string | null;
  readonly dryRun: boolean;
  /** Null before anything was sent. */
  readonly result: { readonly text: string; readonly tone: Tone; readonly active: boolean } | null;
}

export type Steps = Readonly<Record<StepId, StepView>>;

export function stepsOf(facts: StepFacts): Steps {
  const first = { server: serverStep(facts), envelope: envelopeStep(facts), message: messageStep(facts) };
  const delivery = deliveryStep(facts);
  const waiting = Object.entries({ ...first, delivery }).find(
    ([, { tone, trouble }]) => tone === 'err' && trouble !== null,
  );
  return {
    ...first,
    delivery,
    review:
      waiting === undefined
        ? { tone: 'ok', summary: facts.dryRun ? 'ready to ask' : 'ready to send', trouble: null }
        : { tone: 'neutral', summary: `waits for the ${waiting[0]}`, trouble: null },
    result:
      facts.result === null
        ? { tone: 'neutral', summary: 'not sent yet', trouble: null }
        : { tone: facts.result.tone, summary: facts.result.text, trouble: null },
  };
}

/** The first step that keeps the message from being sent. */
export function blocking(steps: Steps): { readonly step: StepId; readonly trouble: string } | null {
  for (const step of STEP_IDS) {
    const { tone, trouble } = steps[step];
    if (tone === 'err' && trouble !== null) return { step, trouble };
  }
  return null;
}

function serverStep(facts: StepFacts): StepView {
  const { target, targetWrong, user, offer, route, stops, routeTrouble } = facts;
  if (route === 'mx') {
    const [only] = stops;
    const where = stops.length === 1 && only !== undefined ? only : `${stops.length} domains`;
    const summary = stops.length === 0 ? 'the recipients’ MX' : `the MX hosts of ${where}`;
    return routeTrouble === null
      ? { tone: 'neutral', summary, trouble: null }
      : { tone: 'err', summary, trouble: routeTrouble };
  }
  if (target === '') return { tone: 'err', summary: '', trouble: 'Name the server to send through.' };
  const summary = [target, ...(user === '' ? [] : [`as ${user}`]), ...(offer === null ? [] : [offer])].join(' · ');
  if (targetWrong !== null) return { tone: 'err', summary, trouble: targetWrong };
  if (route === 'several') {
    const more = `${summary} · and ${stops.length - 1} more`;
    return routeTrouble === null
      ? { tone: 'neutral', summary: more, trouble: null }
      : { tone: 'err', summary, trouble: routeTrouble };
  }
  return { tone: offer === null ? 'neutral' : 'ok', summary, trouble: null };
}

function envelopeStep({ from, recipients, doubtful, ownReports, reportsNotOffered, forced }: StepFacts): StepView {
  const sender = from === '' ? 'the null sender <>' : from;
  if (recipients.length === 0) return { tone: 'err', summary: sender, trouble: 'Name at least one recipient.' };
  const [only = ''] = recipients;
  const reports =
    ownReports === 0
      ? ''
      : `, ${recipients.length === 1 ? 'with' : `${ownReports} with`} reports of ${ownReports === 1 ? 'its' : 'their'} own`;
  const summary = `${sender} to ${recipients.length === 1 ? only : `${recipients.length} recipients`}${reports}`;
  if (doubtful.length === 0) {
    if (!reportsNotOffered || forced) return { tone: 'ok', summary, trouble: null };
    return { tone: 'warn', summary, trouble: 'DSN is not offered: reports of single recipients cannot be asked for' };
  }
  const trouble =
    recipients.length === 1
      ? 'The recipient is not like an address'
      : `${doubtful.length} of ${recipients.length} recipients ${doubtful.length === 1 ? 'is' : 'are'} not like an address`;
  return { tone: 'warn', summary, trouble };
}

function messageStep({ message, messageMissing, messageDoubt, dryRun }: StepFacts): StepView {
  if (messageMissing !== null && !dryRun) return { tone: 'err', summary: message, trouble: messageMissing };
  return { tone: messageDoubt === null ? 'ok' : 'warn', summary: message, trouble: messageDoubt };
}

function deliveryStep(facts: StepFacts): StepView {
  const { delivery, deliveryWrong, notOffered, forced, dryRun } = facts;
  const often = facts.route === 'server' ? repetitionWords(facts.repeat) : '';
  const summary = [dryRun ? 'only asked, nothing sent' : '', often, delivery].filter((part) => part !== '').join('; ');
  if (deliveryWrong !== null) return { tone: 'err', summary, trouble: deliveryWrong };
  const stranger = manyToStranger(facts);
  if (stranger !== null) return { tone: 'warn', summary, trouble: stranger };
  if (notOffered.length === 0 || forced)
    return { tone: 'ok', summary: summary === '' ? 'as usual' : summary, trouble: null };
  return { tone: 'warn', summary, trouble: `Not offered: ${notOffered.join(', ')}` };
}

/** A warning where somebody else gets many; null where nobody does. */
export function manyToStranger({ route, repeat: { count }, stranger, dryRun }: StepFacts): string | null {
  if (route !== 'server' || count === 1 || stranger === null || dryRun) return null;
  return `${stranger} is not known as an address of yours, and gets ${count} messages`;
}
