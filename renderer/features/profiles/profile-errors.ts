/** What is wrong with what was typed into the profile form, by field. The engine has the last word when it connects; this is told while typing. */
import { parseEhloName, parseSeconds } from '../settings/values.ts';
import { mechanismList, unknownMechanism } from '../session/mechanisms.ts';
import { readTarget } from '../session/target-words.ts';
import { LIMITS, type FieldErrors, type ProfileFields } from './profile-fields.ts';

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
  check('servername', fields.servername.trim() === '' ? null : nameError(fields.servername.trim()));
  check('localAddress', addressError(fields.localAddress));
  check('dnsServer', dnsServerError(fields.dnsServer));
  check('proxy', proxyError(fields.proxy));
  check('acceptCertificate', fingerprintError(fields.acceptCertificate));
  check('tlsMax', versionsError(fields));
  const unknown = unknownMechanism(mechanismList(fields.mechanisms));
  check('mechanisms', unknown === null ? null : `${unknown} is no mechanism that Posthorn knows`);
  for (const { name } of LIMITS) {
    const parsed = parseSeconds(fields.limits[name]);
    check(`limits.${name}`, parsed.ok ? null : parsed.error);
  }
  return errors;
}

const nameError = (name: string): string | null =>
  /^[^\s/:@]+$/.test(name) ? null : 'A name looks like mail.example.org';

function addressError(text: string): string | null {
  const typed = text.trim();
  if (typed === '' || isAddress(typed)) return null;
  return 'An address of this machine, such as 192.0.2.7';
}

const isAddress = (text: string): boolean => {
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (octets !== null) return octets.slice(1).every((octet) => Number(octet) < 256);
  return text.includes(':') && URL.canParse(`http://[${text.replace(/%.*$/, '')}]/`);
};

function dnsServerError(text: string): string | null {
  const typed = text.trim();
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d{1,5})?|([^:]+)(?::\d{1,5})?)$/.exec(typed) ?? [];
  if (typed === '' || isAddress(typed) || isAddress(bracketed ?? plain ?? '')) return null;
  return 'An address or address:port, such as 192.0.2.53';
}

function proxyError(text: string): string | null {
  const typed = text.trim();
  if (typed === '') return null;
  const [, scheme = '', user, authority = ''] = /^(socks5h?|http):\/\/(?:([^@/]*)@)?([^@/]*)\/?$/i.exec(typed) ?? [];
  if (user?.includes(':') === true) return 'The password has its own field; it does not stand in the URL';
  if (!/^(?:\[[0-9a-f:.]+\]|[^\s:[\]]+)(?::\d{1,5})?$/i.test(authority))
    return 'socks5://host:port or http://host:port';
  return scheme.toLowerCase() === 'http' && !/:\d+$/.test(authority) ? 'An HTTP proxy needs its port' : null;
}

function fingerprintError(text: string): string | null {
  const digits = text.trim().replaceAll(/[:\s]/g, '');
  return digits === '' || /^[0-9a-f]{64}$/i.test(digits) ? null : 'A SHA-256 fingerprint: 64 hexadecimal digits';
}

function versionsError({ tlsMin, tlsMax }: ProfileFields): string | null {
  const wrong = tlsMin !== 'default' && tlsMax !== 'default' && tlsMin > tlsMax;
  return wrong ? 'Lower than the lowest version' : null;
}
