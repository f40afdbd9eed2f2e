/** Why a value given by the user cannot be used. */
import type { OutcomeOf } from '../ipc/schemas/outcome.ts';

type Reason = OutcomeOf<'invalid-argument'>['params']['reason'];

/** Each completes "The value ...". */
const reasons = {
  'control-character':
    'contains a control character, such as a line end, which would be taken for the end of the command',
  'bad-address': 'is not a mail address as SMTP takes it',
  'bad-host': 'is not a host name, address or socket path',
  'bad-port': 'does not have a port between 1 and 65535',
  'bad-value': 'is not one of the values that are possible here',
  'too-long': 'is too long',
  missing: 'is missing',
  'out-of-range': 'is outside of what this server allows',
} satisfies Record<Reason, string>;

export function argumentReason(reason: Reason): string {
  return reasons[reason];
}
