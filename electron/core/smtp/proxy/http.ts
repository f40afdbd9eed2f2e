/** HTTP CONNECT as a client (RFC 9110 section 9.3.6), with Basic login (RFC 7617). A 2xx answer has no body: what follows is the server's. */
import type { ProxyFailure } from '../../../protocol/values/session/outcome.ts';
import { type ProxyGoal, type ProxyLogin, type ProxyTalk, proxyRefused } from './negotiation.ts';
import { latin1, utf8Bytes } from '../../wire/text.ts';
import { hostPortText } from '../../../protocol/parse/host-port.ts';
import { limits } from '../limits.ts';

const statusLine = /^HTTP\/1\.[01] ([1-5][0-9]{2})(?: |$)/;

export function* httpConnect(goal: ProxyGoal, login: ProxyLogin | null): ProxyTalk {
  const authority = hostPortText(goal.host, goal.port);
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`];
  if (login !== null) {
    const basic = Buffer.from(`${login.user}:${login.password}`).toString('base64');
    lines.push(`Proxy-Authorization: Basic ${basic}`);
  }
  let send: Uint8Array | null = utf8Bytes(`${lines.join('\r\n')}\r\n\r\n`);
  for (let provisional = 0; provisional <= limits.proxy.provisional; provisional += 1) {
    const head = latin1(yield { send, head: true });
    send = null;
    const first = (head.split('\n', 1)[0] ?? '').replace('\r', '');
    const status = Number(statusLine.exec(first)?.[1] ?? 0);
    if (status === 0) return proxyRefused('not-a-proxy', first);
    if (status >= 200) return status < 300 ? { ok: true } : proxyRefused(reasonOf(status), first);
  }
  return proxyRefused('not-a-proxy', 'only provisional answers');
}

function reasonOf(status: number): ProxyFailure {
  if (status === 407) return 'login';
  if (status === 403) return 'forbidden';
  return status === 502 || status === 503 || status === 504 ? 'target-unreachable' : 'refused';
}
