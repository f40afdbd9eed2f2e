/** The send test as a draft, and a draft as a send test. Secrets have no place in either. */
import type { FoundDraft, SendDraft } from '../../../electron/protocol/values/app/outgoing.ts';
import type { ConnectionForm } from '../../session/target/connection-form.svelte.ts';
import type { DeliveryForm } from './delivery/delivery.svelte.ts';
import type { EnvelopeForm } from './envelope/envelope.svelte.ts';
import type { OutgoingMessage } from './message/message.svelte.ts';
import type { Route } from './route/route.svelte.ts';
import { isStep, type StepId } from './steps/steps.ts';

/** What is written back and forth. */
interface Typed {
  readonly form: ConnectionForm;
  readonly envelope: EnvelopeForm;
  readonly message: OutgoingMessage;
  readonly delivery: DeliveryForm;
  readonly route: Pick<Route, 'kind' | 'others'>;
  step: StepId;
}

export function draftOf({ form, envelope, message, delivery, route, step }: Typed): SendDraft {
  const { files } = message;
  return {
    connection: form.connection(),
    auth: form.auth(),
    profileId: form.profileId,
    from: envelope.from,
    to: envelope.to,
    message: message.kept,
    delivery: delivery.asked,
    ...(delivery.wrong === null ? {} : { deliveryTyped: { ...delivery.typed } }),
    dryRun: delivery.dryRun,
    step,
    route: route.kind,
    others: route.others,
    repeat: delivery.repetition.typed,
    attachments: files.attachments.map(({ handle }) => handle),
    messageFile: files.message?.handle ?? null,
  };
}

export function fillFrom(typed: Typed, found: FoundDraft): void {
  const { draft } = found;
  typed.form.fill(draft.connection, draft.auth, 'the kept draft');
  typed.form.useProfile(draft.profileId);
  typed.envelope.from = draft.from;
  typed.envelope.to = draft.to;
  typed.message.restore(found);
  typed.delivery.fill(draft.delivery);
  typed.delivery.typed = { ...typed.delivery.typed, ...draft.deliveryTyped };
  typed.delivery.dryRun = draft.dryRun;
  typed.delivery.repetition.fill(draft.repeat);
  typed.route.kind = draft.route ?? 'server';
  typed.route.others = draft.others ?? '';
  // What was sent stands in the history.
  typed.step = draft.step === 'result' ? 'review' : isStep(draft.step) ? draft.step : 'server';
}
