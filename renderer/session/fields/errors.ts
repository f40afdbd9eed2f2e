/** What is wrong with what was typed into the fields of a profile or a connection, by field. Read as the engine reads it, while it is typed. */
import {
  parseAddress,
  parseDnsServer,
  parseFingerprint,
  parseServername,
} from '../../../electron/protocol/parse/host.ts';
import { parseProxy } from '../../../electron/protocol/parse/proxy.ts';
import { argumentReason } from '../../../electron/texts/app/arguments.ts';
import { parseEhloName, parseSeconds } from './values.ts';
import { mechanismList, unknownMechanism } from '../capabilities/mechanisms.ts';
import { readTarget } from '../target/target-words.ts';
import { LIMITS, type FieldErrors, type ProfileFields } from './fields.ts';

export function fieldErrors(fields: ProfileFields): FieldErrors {
  const errors: Record<string, string> = {};
  const check = (field: string, error: string | null): void => {
    if (error !== null) errors[field] = error;
  };
  check('name', fields.name.trim() === '' ? 'A profile needs a name' : null);
  const reading = readTarget(fields.target, fields);
  check('target', reading === null || reading.ok ? null : reading.text);
  const ehlo = parseEhloName(fields.ehloName);
  check('ehloName', ehlo.ok ? null : ehlo.error);
  check('servername', error(fields.servername, parseServername, 'A name looks like mail.example.org'));
  check('localAddress', error(fields.localAddress, parseAddress, 'An address of this machine, such as 192.0.2.7'));
  check('dnsServer', error(fields.dnsServer, parseDnsServer, 'An address or address:port, such as 192.0.2.53'));
  check('proxy', proxyError(fields.proxy));
  check(
    'acceptCertificate',
    error(fields.acceptCertificate, parseFingerprint, 'A SHA-256 fingerprint: 64 hexadecimal digits'),
  );
  check('tlsMax', versionsError(fields));
  const unknown = unknownMechanism(mechanismList(fields.mechanisms));
  check('mechanisms', unknown === null ? null : `${unknown} is no mechanism that Posthorn knows`);
  for (const { name } of LIMITS) {
    const parsed = parseSeconds(fields.limits[name]);
    check(`limits.${name}`, parsed.ok ? null : parsed.error);
  }
  return errors;
}

/** Empty is nothing, and never wrong. */
const error = (text: string, parse: (typed: string) => { readonly ok: boolean }, words: string): string | null =>
  text.trim() === '' || parse(text.trim()).ok ? null : words;

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
  const wrong = tlsMin !== 'default' && tlsMax !== 'default' && tlsMin > tlsMax;
  return wrong ? 'Lower than the lowest version' : null;
}
