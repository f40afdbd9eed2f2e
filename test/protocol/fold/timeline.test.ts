/** What each step of a session came to, however often its phase came. */
import { expect, test } from 'vitest';
import { phaseStates } from '../../../electron/protocol/fold/timeline.ts';
import type { Phase } from '../../../electron/protocol/values/session/phase.ts';

const phases = (...all: [Phase, boolean | null][]) => all.map(([phase, ok]) => ({ phase, ok }));
const refused = { code: 'greeting-refused', phase: 'greeting' } as const;

test('only the last phase of its name has ended the session', () => {
  const twice = phases(['connect', true], ['greeting', false], ['connect', true], ['greeting', false]);
  expect(phaseStates(twice, { over: true, error: refused, tls: null })).toEqual([
    'done',
    'passed-over',
    'done',
    'failed',
  ]);
});

test('a goodbye without an answer is passed over where the session went well', () => {
  expect(phaseStates(phases(['ehlo', true], ['quit', false]), { over: true, error: null, tls: null })).toEqual([
    'done',
    'passed-over',
  ]);
});

test('what still lasts runs, until the session is over', () => {
  const open = phases(['greeting', true], ['ehlo', null]);
  expect(phaseStates(open, { over: false, error: null, tls: null })).toEqual(['done', 'running']);
  expect(phaseStates(open, { over: true, error: null, tls: null })).toEqual(['done', 'done']);
  expect(phaseStates(open, { over: true, error: refused, tls: null })).toEqual(['done', 'passed-over']);
  expect(phaseStates(open, { over: true, error: { code: 'cancelled', phase: 'ehlo' }, tls: null })).toEqual([
    'done',
    'stopped',
  ]);
});

test('a handshake whose certificate nobody accepted is not secure', () => {
  const state = (authorized: boolean, pinned: boolean) =>
    phaseStates(phases(['tls', true]), { over: true, error: null, tls: { authorized, pinned } });
  expect([state(true, false), state(false, true), state(false, false)]).toEqual([
    ['secure'],
    ['secure'],
    ['unverified'],
  ]);
});
