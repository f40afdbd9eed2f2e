/** The operating system's and the resolver's error codes in words. Unknown codes are shown as they are. */
import { visible } from '../visible.ts';

/** Filled with what it is about: "the name "x"" or "it". */
const known: Readonly<Record<string, (subject: string) => string>> = {
  ENOTFOUND: (s) => `${s} does not exist in DNS, or has no address`,
  ENODATA: (s) => `${s} exists in DNS but has no address`,
  EAI_AGAIN: (s) => `${s} could not be looked up: the resolver did not answer`,
  EAI_NONAME: (s) => `${s} does not exist in DNS`,
  EAI_NODATA: (s) => `${s} exists in DNS but has no address`,
  EAI_ADDRFAMILY: (s) => `${s} has addresses, but none of the family that was asked for`,
  ESERVFAIL: (s) => `${s} could not be looked up: a DNS server failed`,
  EREFUSED: (s) => `${s} could not be looked up: the DNS server refused to answer`,
  ETIMEOUT: (s) => `${s} could not be looked up in time`,
  NO_MX: (s) => `${s} has neither MX records nor an address in DNS, so that its mail has nowhere to go`,
  NULL_MX: (s) => `${s} says in DNS that it takes no mail (null MX)`,
  EBADNAME: (s) => `${s} is not a host name`,
  LOCAL_ADDRESS: () =>
    'DNS leads to this machine or its own link; such an address is used only when it is given as the target',
  EPROXY: () => 'the proxy did not connect to it',
  ECONNREFUSED: () => 'connection refused',
  ETIMEDOUT: () => 'no answer within the time limit',
  EHOSTUNREACH: () => 'no route to this host',
  EINVAL: () => 'the local address cannot be used for it',
  ENETUNREACH: () => 'this machine has no route to that network',
  EADDRNOTAVAIL: () => 'the local address cannot be used for it',
  ECONNRESET: () => 'connection reset',
  ECONNABORTED: () => 'connection aborted',
  EACCES: () => 'not permitted',
  EPERM: () => 'not permitted',
  ENOENT: () => 'no such file',
  ENOTSOCK: () => 'the file is not a socket',
  EAFNOSUPPORT: () => 'this machine does not support this kind of address',
};

export function systemErrorText(code: string, subject: string): string {
  const text = Object.hasOwn(known, code) ? known[code]?.(subject) : undefined;
  if (text !== undefined) return `${text} (${code})`;
  return code === '' ? `${subject} failed` : `${subject} failed: ${visible(code)}`;
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no route',
  ENETUNREACH: 'no route',
  ECONNRESET: 'reset',
  ECONNABORTED: 'aborted',
  EACCES: 'not permitted',
  EPERM: 'not permitted',
  ENOENT: 'no such file',
};

/** In a word or two, where a table cell leaves no room for the sentence. */
export function systemErrorWord(code: string): string {
  return (Object.hasOwn(words, code) ? words[code] : undefined) ?? (code === '' ? 'failed' : visible(code));
}
