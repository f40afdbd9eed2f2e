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

/** Where more is known than "not possible here": what would be. */
const forms: Readonly<Record<string, string>> = {
  proxy: 'is no proxy: socks5://host:port or http://host:port are, with the user before the host and never a password',
};

export function argumentReason(reason: Reason, argument = '', value: string | null = null): string {
  // Told apart, since "not a host name" hides what is wrong with it.
  if (argument === 'target' && reason === 'bad-host' && /^[a-z][a-z0-9+.-]*:\/\//i.test(value ?? ''))
    return 'is a URL of another kind: smtp://, smtps:// and lmtp:// are known';
  const form = reason === 'bad-value' ? forms[argument] : undefined;
  return form ?? reasons[reason];
}
