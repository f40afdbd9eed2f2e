/**
 * Drives a proxy negotiation on a connected socket: says what the protocol wants said, hands it exactly the octets it asked for, and
 * leaves what came after them in the socket: the server's greeting may be in the same segment.
 */
import type { Socket } from 'node:net';
import type { Proxy } from '../../../protocol/parse/proxy.ts';
import type { ProxyGoal, ProxyLogin, ProxyTalk, ProxyVerdict } from '../proxy/negotiation.ts';
import { concatBytes, latin1 } from '../../wire/text.ts';
import { httpConnect } from '../proxy/http.ts';
import { limits } from '../limits.ts';
import { proxyRefused } from '../proxy/negotiation.ts';
import { socks5 } from '../proxy/socks5.ts';

export function talkOf(proxy: Proxy, goal: ProxyGoal, login: ProxyLogin | null): ProxyTalk {
  return proxy.kind === 'http' ? httpConnect(goal, login) : socks5(goal, login);
}

/** Resolves when the proxy has answered; `stop` ends it from outside (deadline, cancel) with the verdict given. */
export function negotiate(socket: Socket, talk: ProxyTalk): { verdict: Promise<ProxyVerdict>; stop: Stop } {
  let stop: Stop = () => undefined;
  const verdict = new Promise<ProxyVerdict>((resolve) => {
    let received: Uint8Array = new Uint8Array(0);
    let ask = talk.next();
    const sendNext = (): void => {
      if (ask.done !== true && ask.value.send !== null) socket.write(ask.value.send);
    };
    const settle = (answer: ProxyVerdict): void => {
      socket.off('readable', onReadable);
      socket.off('end', onEnd);
      socket.off('close', onEnd);
      if (answer.ok && received.length > 0) socket.unshift(received);
      resolve(answer);
    };
    const onReadable = (): void => {
      for (let chunk = next(socket); chunk !== null; chunk = next(socket)) received = concatBytes(received, chunk);
      while (ask.done !== true) {
        const length = 'octets' in ask.value ? ask.value.octets : endOfHead(received);
        if (length === null || received.length < length) {
          // Waiting for the rest of what cannot become an answer would end as a time-out, which says nothing.
          if (!('octets' in ask.value) && !mayBeHttp(received))
            settle(proxyRefused('not-a-proxy', beginning(received)));
          else if (received.length > limits.proxy.answer)
            settle(proxyRefused('not-a-proxy', `${beginning(received)} …`));
          return;
        }
        ask = talk.next(received.subarray(0, length));
        received = received.subarray(length);
        sendNext();
      }
      settle(ask.value);
    };
    const onEnd = (): void => settle(proxyRefused('disconnected', beginning(received)));
    stop = settle;
    socket.on('readable', onReadable);
    socket.on('end', onEnd);
    socket.on('close', onEnd);
    sendNext();
  });
  return { verdict, stop };
}

type Stop = (verdict: ProxyVerdict) => void;

function next(socket: Socket): Uint8Array | null {
  return socket.read() as Buffer | null;
}

/** After the empty line; bare LF is read too (RFC 9112 section 2.2). */
function endOfHead(octets: Uint8Array): number | null {
  const text = latin1(octets);
  const ends = ['\r\n\r\n', '\n\n'].flatMap((end) => (text.includes(end) ? [text.indexOf(end) + end.length] : []));
  return ends.length === 0 ? null : Math.min(...ends);
}

const mayBeHttp = (octets: Uint8Array): boolean => 'HTTP/'.startsWith(latin1(octets.subarray(0, 5)));

const beginning = (octets: Uint8Array): string => latin1(octets.subarray(0, 80)).split('\n', 1)[0]?.trimEnd() ?? '';
