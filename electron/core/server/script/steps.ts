/**
 * What each step does: one entry per kind, and the compiler sees that none is missing. Steps are taken in order and change the
 * plan of the moment; whoever carries the plan out knows no step.
 */
import type { Step, StepName, StepOf } from '../../../protocol/values/server/script.ts';
import type { CapabilityEdits } from '../../../protocol/values/server/server.ts';
import type { HandlerReply } from '../handlers/types.ts';
import type { Greylist } from './greylist.ts';
import { plainForm, type Moment, type Plan, type WrittenReply } from './plan.ts';

/** A plan in the making. */
export type PlanDraft = { -readonly [K in keyof Plan]: Plan[K] };

export interface StepContext {
  readonly moment: Moment;
  readonly greylist: Greylist;
}

type Implementation<N extends StepName> = (step: StepOf<N>, draft: PlanDraft, context: StepContext) => void;

const nothing: CapabilityEdits = { hide: [], alter: [], add: [] };

const implementations: { readonly [N in StepName]: Implementation<N> } = {
  reply: ({ code, enhancedCode, lines }, draft) => {
    draft.reply = { code, enhancedCode, lines };
    // RFC 5321 section 3.8: whoever says 421 closes.
    if (code === 421) draft.end ??= 'close';
  },
  delay: ({ ms }, draft) => {
    draft.delayMs += ms;
  },
  drip: ({ ms }, draft) => {
    draft.form = { ...draft.form, pieces: { each: 1, first: null, ms } };
  },
  split: ({ at, ms }, draft) => {
    draft.form = { ...draft.form, pieces: { each: null, first: at, ms } };
  },
  close: (_, draft) => end(draft, 'close'),
  reset: (_, draft) => end(draft, 'reset'),
  stall: (_, draft) => end(draft, 'stall'),
  hide: ({ keyword }, draft) => {
    const edits = draft.capabilities ?? nothing;
    draft.capabilities = { ...edits, hide: [...edits.hide, keyword] };
  },
  alter: ({ keyword, line }, draft) => {
    const edits = draft.capabilities ?? nothing;
    draft.capabilities = { ...edits, alter: [...edits.alter, { keyword, line }] };
  },
  add: ({ line }, draft) => {
    const edits = draft.capabilities ?? nothing;
    draft.capabilities = { ...edits, add: [...edits.add, line] };
  },
  'bare-lf': (_, draft) => {
    rewrite(draft, (reply) => ({ ...reply, lineEnd: '\n', anomalies: [...reply.anomalies, 'bare-lf'] }));
  },
  'code-mismatch': ({ code }, draft) => {
    rewrite(draft, (reply) => contradict(reply, code));
  },
  unfinished: (_, draft) => {
    rewrite(draft, (reply) => ({
      ...reply,
      texts: reply.texts.map((text) => `${text.slice(0, 3)}-${text.slice(4)}`),
    }));
  },
  inject: ({ text }, draft) => {
    draft.form = { ...draft.form, inject: draft.form.inject + text };
  },
  certificate: ({ kind }, draft) => {
    draft.certificate = kind;
  },
  recipients: ({ results }, draft) => {
    const answers = results.map(({ address, code, enhancedCode, lines }) => ({
      address,
      reply: { code, enhancedCode, lines },
    }));
    draft.recipients = [...draft.recipients, ...answers];
  },
  greylist: ({ seconds }, draft, { moment, greylist }) => {
    if (greylist.passes(moment, seconds)) return;
    draft.reply = greylisted;
  },
};

/** To be done to the lines of the reply, whichever it will be. */
function rewrite(draft: PlanDraft, change: (reply: WrittenReply) => WrittenReply): void {
  draft.form = { ...draft.form, rewrites: [...draft.form.rewrites, change] };
}

/** All lines but the last with another code. A single line cannot contradict itself: it is sent twice. */
function contradict({ texts, anomalies, ...rest }: WrittenReply, code: number): WrittenReply {
  const [only = ''] = texts;
  const lines = texts.length === 1 ? [`${only.slice(0, 3)}-${only.slice(4)}`, only] : texts;
  const rewritten = lines.map((text, i) => (i === lines.length - 1 ? text : `${code}${text.slice(3)}`));
  return { ...rest, texts: rewritten, anomalies: [...anomalies, 'code-mismatch'] };
}

const greylisted: HandlerReply = { code: 451, enhancedCode: '4.7.1', lines: ['Greylisted, try again later'] };

/** After a piece of a reply the rest is kept back; without a reply there is none. */
function end(draft: PlanDraft, how: NonNullable<Plan['end']>): void {
  draft.end = how;
  if (draft.form.pieces !== null) draft.form = { ...draft.form, cut: true };
}

export function applyStep<N extends StepName>(step: StepOf<N>, draft: PlanDraft, context: StepContext): void {
  // The pairing of a step with its own entry is what the mapped type above is for; TypeScript needs it said once.
  const implementation = implementations[step.do] as Implementation<N>;
  implementation(step, draft, context);
}

/** Null when the steps come to nothing, as a greylist that lets pass. */
export function planOf(steps: readonly Step[], context: StepContext): Plan | null {
  const draft: PlanDraft = {
    what: steps.map(nameOf).join(', '),
    delayMs: 0,
    reply: null,
    form: plainForm,
    end: null,
    capabilities: null,
    certificate: null,
    recipients: [],
  };
  for (const step of steps) applyStep(step, draft, context);
  const idle =
    draft.delayMs === 0 &&
    draft.reply === null &&
    draft.form === plainForm &&
    draft.end === null &&
    draft.capabilities === null &&
    draft.certificate === null &&
    draft.recipients.length === 0;
  return idle ? null : draft;
}

function nameOf(step: Step): string {
  switch (step.do) {
    case 'reply':
    case 'code-mismatch':
      return `${step.do} ${step.code}`;
    case 'delay':
      return `${step.do} ${step.ms} ms`;
    case 'hide':
    case 'alter':
      return `${step.do} ${step.keyword}`;
    case 'certificate':
      return `${step.do} ${step.kind}`;
    default:
      return step.do;
  }
}
