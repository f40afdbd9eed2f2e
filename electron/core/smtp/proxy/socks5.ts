/** SOCKS5 as a client: RFC 1928, with the user name and password of RFC 1929. The proxy looks names up itself. */
import { isIP } from 'node:net';
import { type ProxyGoal, type ProxyLogin, type ProxyTalk, proxyRefused } from './negotiation.ts';
import type { ProxyFailure } from '../../../protocol/values/session/outcome.ts';
import { addressBytes } from '../../../protocol/parse/ip.ts';
import { asciiBytes, latin1, utf8Bytes } from '../../wire/text.ts';

const VERSION = 5;
const NO_LOGIN = 0;
const PASSWORD = 2;
const NONE_ACCEPTABLE = 0xff;
const CONNECT = 1;

/** RFC 1928 section 6. */
const replies: Readonly<Record<number, readonly [words: string, reason: ProxyFailure]>> = {
  1: ['general failure', 'target-unreachable'],
  2: ['not allowed by its rules', 'forbidden'],
  3: ['network unreachable', 'target-unreachable'],
  4: ['host unreachable', 'target-unreachable'],
  5: ['connection refused', 'target-unreachable'],
  6: ['TTL expired', 'target-unreachable'],
  7: ['command not supported', 'refused'],
  8: ['address type not supported', 'refused'],
};

export function* socks5(goal: ProxyGoal, login: ProxyLogin | null): ProxyTalk {
  const methods = login === null ? [NO_LOGIN] : [NO_LOGIN, PASSWORD];
  const chosen = yield { send: Uint8Array.of(VERSION, methods.length, ...methods), octets: 2 };
  if (chosen[0] !== VERSION) return notSocks(chosen);
  const [, method = NONE_ACCEPTABLE] = chosen;
  if (method === NONE_ACCEPTABLE) {
    return proxyRefused('login', login === null ? 'SOCKS: a login is wanted' : 'SOCKS: no login method in common');
  }
  if (!methods.includes(method)) return proxyRefused('not-a-proxy', `SOCKS: method ${method}, which was not offered`);
  if (method === PASSWORD && login !== null) {
    const user = utf8Bytes(login.user);
    const password = utf8Bytes(login.password);
    const answer = yield { send: Uint8Array.of(1, user.length, ...user, password.length, ...password), octets: 2 };
    // The version of this answer is 1, but some send 5: its second octet is what counts.
    if (answer[1] !== 0) return proxyRefused('login', `SOCKS: login refused (status ${answer[1] ?? '?'})`);
  }
  const port = [goal.port >> 8, goal.port & 0xff];
  const head = yield { send: Uint8Array.of(VERSION, CONNECT, 0, ...destination(goal.host), ...port), octets: 4 };
  if (head[0] !== VERSION) return notSocks(head);
  const [, code = 1, , type] = head;
  if (code !== 0) {
    const [words, reason] = replies[code] ?? ['unknown', 'refused'];
    return proxyRefused(reason, `SOCKS reply ${code}: ${words}`);
  }
  // The address it connects from is of no use here, but it stands before the first octet of the server.
  let length = type === 1 ? 4 : type === 4 ? 16 : null;
  if (type === 3) length = (yield { send: null, octets: 1 })[0] ?? 0;
  if (length === null) return proxyRefused('not-a-proxy', `SOCKS: address type ${type ?? '?'}`);
  yield { send: null, octets: length + 2 };
  return { ok: true };
}

function destination(host: string): readonly number[] {
  const address = addressBytes(host);
  if (address !== null) return [isIP(host) === 4 ? 1 : 4, ...address];
  const name = asciiBytes(host);
  return [3, name.length, ...name];
}

/** Most often an HTTP proxy, or the mail server itself. */
function notSocks(octets: Uint8Array): ReturnType<typeof proxyRefused> {
  return proxyRefused('not-a-proxy', `not SOCKS: it began with "${latin1(octets)}"`);
}
