/** Time limits of a session as they are typed: seconds for all phases, or for one. */
import type { Timeouts } from '../values/connection.ts';
import { bad, good, type Result } from './result.ts';

/** The phases that have a limit of their own, as users name them. */
export const LIMITED_PHASES = {
  dns: 'dns',
  connect: 'connect',
  greeting: 'greeting',
  tls: 'tls',
  reply: 'reply',
  body: 'bodyIdle',
  dot: 'finalDot',
  quit: 'quit',
} as const satisfies Record<string, keyof Timeouts>;

const isPhase = (name: string): name is keyof typeof LIMITED_PHASES => Object.hasOwn(LIMITED_PHASES, name);

/** "5" for every phase but QUIT, "greeting=5" for one; the more special one wins, wherever it stands. In milliseconds. */
export function parseTimeLimits(texts: readonly string[]): Result<Partial<Timeouts>, 'bad-value' | 'unknown-phase'> {
  let all: Partial<Timeouts> = {};
  const single: Partial<Timeouts> = {};
  for (const text of texts) {
    const equals = text.indexOf('=');
    const phase = equals === -1 ? null : text.slice(0, equals);
    const value = text.slice(equals + 1);
    const seconds = /^\d{1,6}(\.\d{1,3})?$/.test(value) ? Number(value) : NaN;
    if (!(seconds > 0)) return bad('bad-value');
    const limit = seconds * 1000;
    if (phase === null) {
      all = { dns: limit, connect: limit, greeting: limit, tls: limit, reply: limit, bodyIdle: limit, finalDot: limit };
    } else if (isPhase(phase)) single[LIMITED_PHASES[phase]] = limit;
    else return bad('unknown-phase');
  }
  return good({ ...all, ...single });
}
