/** What was filled into the form for one server, and what becomes of it when another server stands there. */
import type { MechanismChoice } from '../capabilities/mechanisms.ts';
import type { ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import type { Protocol, Security } from '../../../electron/protocol/values/connection.ts';

/** The fields of a form that may be for one server alone. */
interface FilledFields {
  protocol: Protocol | 'auto';
  security: Security;
  ehloName: string;
  mechanism: MechanismChoice;
  allowClear: boolean;
}

/** What a form holds for one server besides its name. */
export interface Filled extends Readonly<FilledFields> {
  readonly connection: ConnectionOptions;
}

export interface FilledFor extends Filled {
  /** The host it is for, or the whole text where `exact`. */
  readonly place: string;
  readonly exact: boolean;
  readonly from: string | null;
  /** Another server stands in the form, so that nothing of it is in force. */
  readonly left: boolean;
}

export const usual: Filled = {
  protocol: 'auto',
  security: 'auto',
  ehloName: '',
  mechanism: 'auto',
  allowClear: false,
  connection: { target: '' },
};

/** Each field that nobody changed since takes its value of `now`. */
export function swapUnchanged(fields: FilledFields, before: Filled, now: Filled): void {
  if (fields.protocol === before.protocol) fields.protocol = now.protocol;
  if (fields.security === before.security) fields.security = now.security;
  if (fields.ehloName === before.ehloName) fields.ehloName = now.ehloName;
  if (fields.mechanism === before.mechanism) fields.mechanism = now.mechanism;
  if (fields.allowClear === before.allowClear) fields.allowClear = now.allowClear;
}
