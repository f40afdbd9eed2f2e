/** The session's state: every stage against every transition. What is not in the table throws and changes nothing. */
import { describe, expect, test } from 'vitest';
import { SessionState } from '../../../electron/core/server/session/state.ts';
import {
  IllegalTransition,
  SERVER_STAGES,
  SERVER_TRANSITIONS,
  type SessionStage,
  type SessionTransition,
} from '../../../electron/core/server/session/transitions.ts';

const NOBODY = { peer: null, helo: null, user: null };
const SENDER = { mailFrom: 'a@s.example', mailOptions: [], smtputf8: false, body: '7bit', declaredSize: null } as const;

const act: Record<SessionTransition, (state: SessionState) => void> = {
  expectHeader: (state) => state.expectHeader(),
  endHeader: (state) => state.endHeader(null),
  greet: (state) => state.greet(),
  startTls: (state) => state.startTls(),
  endTls: (state) => state.endTls([], []),
  hello: (state) => state.hello('EHLO', 'c'),
  statePeer: (state) => state.statePeer(NOBODY),
  beginAuth: (state) => state.beginAuth(),
  endAuth: (state) => state.endAuth('ann'),
  beginMail: (state) => state.beginMail(SENDER),
  addRecipient: (state) => state.addRecipient('b@r.example', [], 16),
  refuseRecipient: (state) => state.refuseRecipient(),
  reset: (state) => state.reset(),
  beginData: (state) => state.beginData(),
  beginChunk: (state) => state.beginChunk(),
  skipChunk: (state) => state.skipChunk(),
  endChunk: (state) => state.endChunk(),
  endMessage: (state) => state.endMessage(),
  stall: (state) => state.stall(),
  close: (state) => state.close(null),
};

/** How a stage is reached from the start. */
const ways: Record<SessionStage, readonly SessionTransition[]> = {
  connected: [],
  header: ['expectHeader'],
  tls: ['greet', 'hello', 'startTls'],
  greeted: ['greet'],
  ready: ['greet', 'hello'],
  mail: ['greet', 'hello', 'beginMail'],
  recipients: ['greet', 'hello', 'beginMail', 'addRecipient'],
  auth: ['greet', 'hello', 'beginAuth'],
  data: ['greet', 'hello', 'beginMail', 'addRecipient', 'beginData'],
  stalled: ['greet', 'stall'],
  closed: ['greet', 'close'],
};

const anywhere = { stall: 'stalled', close: 'closed' } as const;
const betweenCommands = { startTls: 'tls', hello: 'ready', skipChunk: 'data', ...anywhere } as const;
const inTransaction = {
  ...betweenCommands,
  addRecipient: 'recipients',
  reset: 'ready',
  beginData: 'data',
  beginChunk: 'data',
} as const;

/** Where each legal transition leads. */
const expected: Record<SessionStage, Partial<Record<SessionTransition, SessionStage>>> = {
  connected: { expectHeader: 'header', greet: 'greeted', startTls: 'tls', ...anywhere },
  header: { endHeader: 'connected', close: 'closed' },
  tls: { endTls: 'greeted', ...anywhere },
  greeted: { ...betweenCommands, reset: 'greeted', statePeer: 'greeted', beginAuth: 'auth' },
  ready: { ...betweenCommands, reset: 'ready', statePeer: 'greeted', beginAuth: 'auth', beginMail: 'mail' },
  mail: { ...inTransaction, refuseRecipient: 'mail' },
  recipients: { ...inTransaction, refuseRecipient: 'recipients' },
  auth: { endAuth: 'ready', ...anywhere },
  data: { endChunk: 'recipients', endMessage: 'ready', ...anywhere },
  stalled: { endMessage: 'stalled', ...anywhere },
  closed: { endMessage: 'closed' },
};

function at(stage: SessionStage): SessionState {
  const state = new SessionState();
  for (const transition of ways[stage]) act[transition](state);
  expect(state.stage).toBe(stage);
  return state;
}

const transitions = Object.keys(SERVER_TRANSITIONS) as SessionTransition[];
const pairs = SERVER_STAGES.flatMap((stage) => transitions.map((transition) => ({ stage, transition })));

test.each(pairs)('$stage: $transition', ({ stage, transition }) => {
  const state = at(stage);
  const next = expected[stage][transition];
  expect(state.may(transition)).toBe(next !== undefined);
  if (next === undefined) {
    const before = { stage: state.stage, helo: state.helo, user: state.user, transaction: state.transaction };
    expect(() => act[transition](state)).toThrow(IllegalTransition);
    expect({ stage: state.stage, helo: state.helo, user: state.user, transaction: state.transaction }).toEqual(before);
    return;
  }
  act[transition](state);
  expect(state.stage).toBe(next);
});

describe('what a transition takes with it', () => {
  test('EHLO, RSET and the end of a message end the transaction', () => {
    for (const transition of ['hello', 'reset'] as const) {
      const state = at('recipients');
      act[transition](state);
      expect(state.transaction).toBeNull();
    }
    const state = at('data');
    state.endMessage();
    expect(state.transaction).toBeNull();
    expect(state.helo).not.toBeNull();
  });

  test('a handshake forgets greeting, user and transaction (RFC 3207 section 4.2)', () => {
    const state = at('auth');
    state.endAuth('ann');
    state.beginMail(SENDER);
    state.startTls();
    state.endTls([], ['ann']);
    expect(state).toMatchObject({ helo: null, user: null, transaction: null, encrypted: true, clientNames: ['ann'] });
  });

  test('implicit TLS comes before the greeting', () => {
    const state = new SessionState();
    state.startTls();
    state.endTls([], []);
    expect(state.stage).toBe('connected');
  });

  test('XCLIENT forgets the greeting and says who the user is', () => {
    const state = at('ready');
    state.statePeer({ peer: '192.0.2.1:0', helo: 'h', user: 'ann' });
    expect(state).toMatchObject({ stage: 'greeted', helo: null, user: 'ann', stated: { peer: '192.0.2.1:0' } });
  });

  test('a recipient is numbered among all RCPT commands, refused ones too', () => {
    const state = at('mail');
    state.refuseRecipient();
    state.addRecipient('b@r.example', ['NOTIFY=NEVER'], 10);
    state.refuseRecipient();
    state.addRecipient('c@r.example', [], 12);
    expect(state.transaction).toMatchObject({ refusedRecipients: 2, envelopeOctets: 22, chunked: false });
    expect(state.transaction?.recipients).toEqual([
      { index: 1, address: 'b@r.example', options: ['NOTIFY=NEVER'] },
      { index: 3, address: 'c@r.example', options: [] },
    ]);
    state.beginChunk();
    expect(state.transaction?.chunked).toBe(true);
  });

  test('commands are counted anew after a message, errors and transactions are not', () => {
    const state = at('data');
    expect([state.countCommand(), state.countCommand(), state.countError()]).toEqual([1, 2, 1]);
    state.endMessage();
    expect([state.countCommand(), state.countError(), state.transactions]).toEqual([1, 2, 1]);
  });
});
