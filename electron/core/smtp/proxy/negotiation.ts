/** What the protocols of proxies need: whom to be there, where to, and a negotiation free of I/O. Which proxy is protocol/parse/proxy.ts. */
import type { ProxyFailure } from '../../../protocol/values/session/outcome.ts';

export interface ProxyLogin {
  readonly user: string;
  readonly password: string;
}

/** Where the proxy is to connect: a name, which it looks up itself, or an address. */
export interface ProxyGoal {
  readonly host: string;
  readonly port: number;
}

/** What is said next, and what is waited for: so many octets, or the head of an HTTP answer. */
export type ProxyAsk = { readonly send: Uint8Array | null } & ({ readonly octets: number } | { readonly head: true });
export type ProxyVerdict =
  { readonly ok: true } | { readonly ok: false; readonly reason: ProxyFailure; readonly answer: string };
/** One negotiation, free of I/O: it asks, and is given exactly what it asked for. */
export type ProxyTalk = Generator<ProxyAsk, ProxyVerdict, Uint8Array>;

export const proxyRefused = (reason: ProxyFailure, answer: string): ProxyVerdict => ({ ok: false, reason, answer });
