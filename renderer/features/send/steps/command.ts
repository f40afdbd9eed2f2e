/** The send test as it stands, for a shell: as a command of Posthorn's and as one of swaks. */
import { sendCommandText } from '../../../../electron/texts/copy-as/option-words.ts';
import { swaksSend } from '../../../../electron/texts/copy-as/swaks-send.ts';
import type { CopyResult } from '../../../../electron/texts/copy-as/types.ts';
import type { ConnectionForm } from '../../../session/target/connection-form.svelte.ts';
import { settleTarget } from '../../../session/target/target-words.ts';
import type { Repetition } from '../delivery/repetition.svelte.ts';
import type { OutgoingMessage } from '../message/message.svelte.ts';
import type { AskedSend } from '../result/sending.svelte.ts';
import type { Route } from '../route/route.svelte.ts';
import type { Stop } from '../route/stops.ts';

interface Written {
  readonly form: ConnectionForm;
  readonly route: Pick<Route, 'kind' | 'stops'>;
  readonly message: OutgoingMessage;
  readonly repetition: Repetition;
  readonly outgoing: AskedSend;
}

/** Null where it holds what cannot be seen. */
export function commandOf({ form, route, message: { source }, repetition, outgoing }: Written): string | null {
  const { edited, own: kept, kept: templates } = source;
  const name = source.template ?? (kept === null ? null : templates.nameOf(kept));
  const { kind, stops } = route;
  const toMx = kind === 'mx';
  const { target: _target, ...options } = stops[0]?.connection ?? form.connection();
  return sendCommandText({
    connection: toMx ? { ...options, target: '' } : form.connection(),
    auth: toMx ? null : form.auth(),
    also: toMx ? [] : stops.slice(1).map(alsoText),
    ...outgoing,
    repeat: repetition,
    template: edited ? null : name,
  });
}

/** With what it cannot; null where there is no one server, or it is not known yet. */
export function swaksOf({ form, route, repetition, outgoing }: Written): CopyResult | null {
  if (route.kind !== 'server') return null;
  const connection = form.connection();
  const settled = settleTarget(connection.target, form);
  if (settled?.ok !== true || connection.mx === true) return null;
  const { envelope, dryRun } = outgoing;
  const copied = swaksSend({ target: settled.target, connection, auth: form.auth(), envelope, dryRun });
  if (copied.text === null || repetition.count === 1) return copied;
  return { ...copied, notes: [...copied.notes, 'It sends one message: run it again for each.'] };
}

/** As the command line takes it. */
const alsoText = ({ profileId, name, connection }: Stop): string =>
  profileId === null ? connection.target : `profile:${name}`;
