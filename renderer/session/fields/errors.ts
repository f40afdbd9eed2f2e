/** What is wrong with what was typed into the fields of a profile or a connection, by field. Read as the engine reads it, while it is typed. */
import { parseProxy } from '../../../electron/protocol/parse/proxy.ts';
import { argumentReason } from '../../../electron/texts/app/arguments.ts';
import { parseEhloField, parseSeconds } from './values.ts';
import { mechanismList, unknownMechanism } from '../capabilities/mechanisms.ts';
import { readTarget } from '../target/target-words.ts';
import { type OptionField, profileOptionFields, textsOf, wrongOption } from './option-fields.ts';
import { oauthErrors } from './oauth-fields.ts';
import { LIMITS, type FieldErrors, type ProfileFields } from './fields.ts';

/** `shown`: the options that the form has fields for. */
export function fieldErrors(fields: ProfileFields, shown: readonly OptionField[] = profileOptionFields): FieldErrors {
  const errors: Record<string, string> = {};
  const check = (field: string, error: string | null): void => {
    if (error !== null) errors[field] = error;
  };
  check('name', fields.name.trim() === '' ? 'A profile needs a name' : null);
  const reading = readTarget(fields.target, fields);
  check('target', reading === null || reading.ok ? null : reading.text);
  for (const field of shown) check(field, optionError(field, fields));
  check('tlsMax', versionsError(fields));
  const unknown = unknownMechanism(mechanismList(fields.mechanisms));
  check('mechanisms', unknown === null ? null : `${unknown} is no mechanism that Posthorn knows`);
  for (const { name } of LIMITS) {
    const parsed = parseSeconds(fields.limits[name]);
    check(`limits.${name}`, parsed.ok ? null : parsed.error);
  }
  Object.assign(errors, oauthErrors(fields.oauth));
  return errors;
}

function optionError(field: OptionField, fields: ProfileFields): string | null {
  if (!wrongOption(field, fields[field])) return null;
  if (field === 'ehloName') {
    const ehlo = parseEhloField(fields.ehloName);
    if (!ehlo.ok) return ehlo.error;
  }
  if (field === 'proxy') return proxyError(fields.proxy);
  return textsOf(field).form ?? 'This cannot be read';
}

function proxyError(text: string): string | null {
  const typed = text.trim();
  if (typed === '') return null;
  const parsed = parseProxy(typed);
  if (parsed.ok) return null;
  if (/^[a-z0-9]+:\/\/[^@/]*:[^@/]*@/i.test(typed))
    return 'The password has its own field; it does not stand in the URL';
  if (parsed.reason === 'bad-port' && /^http:/i.test(typed)) return 'An HTTP proxy needs its port';
  return parsed.reason === 'bad-value'
    ? 'socks5://host:port or http://host:port'
    : `This ${argumentReason(parsed.reason, 'proxy', typed)}`;
}

function versionsError({ tlsMin, tlsMax }: ProfileFields): string | null {
  const wrong = tlsMin !== '' && tlsMax !== '' && tlsMin > tlsMax;
  return wrong ? 'Lower than the lowest version' : null;
}
