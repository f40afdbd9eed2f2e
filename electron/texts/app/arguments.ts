/** Why a value given by the user cannot be used. */
import { connectionSecretTexts, connectionTexts } from '../options/connection.ts';
import { loginTexts } from '../options/login.ts';
import type { OptionText } from '../options/words.ts';
import type { OutcomeOf } from '../../protocol/values/session/outcome.ts';

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
  conflict: 'does not go together with something else that was asked for',
  changed: 'was changed in the meantime: the message is not sent, since half of it would be another',
} satisfies Record<Reason, string>;

/** Where more is known than "not possible here": what would be. By argument and reason; of the options of a connection or a login in their own texts. */
const forms: Readonly<Record<string, Partial<Readonly<Record<Reason, string>>>>> = {
  message: { 'bad-value': 'is why the message could not be read to its end; it is not sent' },
  target: { conflict: 'is the path of a socket; MX hosts are those of a domain' },
};
const optionTexts: Readonly<Record<string, Pick<OptionText, 'help' | 'wrong'>>> = {
  ...connectionTexts,
  ...connectionSecretTexts,
  ...loginTexts,
};

function formOf(argument: string, reason: Reason): string | undefined {
  const wrong = Object.hasOwn(optionTexts, argument) ? optionTexts[argument]?.wrong : undefined;
  return wrong?.[reason] ?? (Object.hasOwn(forms, argument) ? forms[argument]?.[reason] : undefined);
}

function wrongTarget(value: string): string | null {
  if (/^(?:smtps?|lmtp):\/\//i.test(value))
    return 'is no URL of a server: a host name or address, and a port, is all it may hold';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value))
    return 'is a URL of another kind: smtp://, smtps:// and lmtp:// are known';
  if (/^[^@/:]+@[^@]+$/.test(value)) return 'is a mail address: ask for the MX hosts of its domain, or give a host';
  const groups = value.split(':');
  if (groups.length > 2 && /^[0-9a-f:]+$/i.test(value) && /^[0-9]+$/.test(groups.at(-1) ?? ''))
    return 'is no IPv6 address; one with a port after it is written in brackets, as [::1]:25';
  return null;
}

export function argumentReason(reason: Reason, argument = '', value: string | null = null): string {
  // Each has its own words, since "not a host name" hides what is wrong with it.
  const better = argument === 'target' && reason === 'bad-host' ? wrongTarget(value ?? '') : null;
  if (better !== null) return better;
  return formOf(argument, reason) ?? reasons[reason];
}
