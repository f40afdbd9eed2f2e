/** The client's transaction: every transition at every stage, what each leaves behind, and any walk through them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecipientResult } from '../../../../electron/protocol/values/session/outcome.ts';
import {
  CLIENT_STAGES,
  CLIENT_TRANSITIONS,
  TransactionState,
  type TransactionStage,
  type TransactionTransition,
} from '../../../../electron/core/smtp/transaction/state.ts';

/** In the order of STAGES: none, mail, data, message, sent, answered, stopped. `-` is illegal. */
const table: Readonly<Record<TransactionTransition, readonly string[]>> = {
  begin: ['mail', 'mail', 'mail', '-', 'sent', 'mail', 'mail'],
  takeUp: ['mail', '-', '-', '-', '-', '-', '-'],
  refuseSender: ['-', 'none', '-', '-', '-', '-', '-'],
  addRecipient: ['none', 'mail', 'data', '-', '-', 'answered', 'stopped'],
  beginData: ['data', 'data', 'data', '-', '-', 'data', 'data'],
  beginMessage: ['-', '-', 'message', '-', '-', '-', '-'],
  sendLast: ['-', '-', '-', 'sent', '-', '-', '-'],
  stopMessage: ['-', '-', '-', 'stopped', '-', '-', '-'],
  settle: ['-', '-', 'data', '-', 'answered', '-', 'stopped'],
  end: ['none', 'none', 'none', '-', '-', 'answered', 'stopped'],
  forgetMessage: ['none', 'mail', 'data', '-', '-', 'none', 'none'],
  renew: ['none', 'none', 'none', 'none', 'none', 'none', 'none'],
};

/** How each stage is come to. */
const ways: Readonly<Record<TransactionStage, readonly TransactionTransition[]>> = {
  none: [],
  mail: ['begin'],
  data: ['begin', 'beginData'],
  message: ['begin', 'beginData', 'beginMessage'],
  sent: ['begin', 'beginData', 'beginMessage', 'sendLast'],
  answered: ['begin', 'beginData', 'beginMessage', 'sendLast', 'settle'],
  stopped: ['begin', 'beginData', 'beginMessage', 'stopMessage'],
};

const names = Object.keys(CLIENT_TRANSITIONS) as TransactionTransition[];
const recipient: RecipientResult = {
  index: 0,
  address: 'b@y.test',
  accepted: true,
  reply: null,
  final: null,
  delivery: 'no',
};

function move(state: TransactionState, transition: TransactionTransition): void {
  if (transition === 'addRecipient') state.addRecipient(recipient);
  else if (transition === 'settle') state.settle([{ ...recipient, delivery: 'yes' }]);
  else state[transition]();
}

function at(stage: TransactionStage): TransactionState {
  const state = new TransactionState();
  for (const transition of ways[stage]) move(state, transition);
  expect(state.stage).toBe(stage);
  return state;
}

describe('a transaction', () => {
  it('has every transition in the table', () => {
    expect(Object.keys(table)).toEqual(names);
  });

  it.each(names.filter((name) => name !== 'takeUp'))('%s leads where it may, and nowhere else', (transition) => {
    const reached = CLIENT_STAGES.map((stage) => {
      const state = at(stage);
      try {
        move(state, transition);
        return state.stage;
      } catch (error) {
        expect(error).toEqual(new Error(`${transition} cannot be where the transaction is at ${stage}`));
        expect(state.stage).toBe(stage);
        return '-';
      }
    });
    expect(reached).toEqual(table[transition]);
  });

  it('takes up the next one only when the message before it is answered and forgotten', () => {
    const state = at('sent');
    state.begin();
    expect([state.stage, state.count]).toEqual(['sent', 2]);
    expect(() => state.begin()).toThrow('a third transaction');
    expect(() => state.takeUp()).toThrow('takeUp cannot be where the transaction is at sent');
    state.settle([recipient]);
    expect([state.open, state.recipients.length]).toEqual([false, 1]);
    state.clear();
    state.takeUp();
    expect([state.stage, state.open, state.recipients]).toEqual(['mail', true, []]);
    state.takeUp();
    expect(state.stage).toBe('mail');
  });

  it('is open from MAIL to its refusal, its end or its answers, and the message begun from 354 until that is forgotten', () => {
    expect(CLIENT_STAGES.map((stage) => at(stage).open)).toEqual([false, true, true, true, true, false, true]);
    expect(CLIENT_STAGES.map((stage) => at(stage).messageBegun)).toEqual([false, false, false, true, true, true, true]);
    const state = at('mail');
    state.refuseSender();
    expect(state.open).toBe(false);
    const stopped = at('stopped');
    stopped.end();
    expect([stopped.open, stopped.messageBegun]).toEqual([false, true]);
    stopped.forgetMessage();
    expect(stopped.messageBegun).toBe(false);
  });

  it('keeps recipients until the next begins, over another connection too', () => {
    const state = at('mail');
    state.addRecipient(recipient);
    state.addRecipient({ ...recipient, index: 1, accepted: false });
    expect([state.recipients.length, state.accepted]).toEqual([2, 1]);
    state.renew();
    expect([state.recipients.length, state.count, state.open]).toEqual([2, 0, false]);
    state.begin();
    expect([state.recipients.length, state.count]).toEqual([0, 1]);
  });

  it('goes by the table along any walk', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { maxLength: 40 }), (walk) => {
        const state = new TransactionState();
        for (const transition of walk) {
          const before = state.stage;
          let after: string;
          try {
            move(state, transition);
            after = state.stage;
          } catch {
            expect(state.stage).toBe(before);
            continue;
          }
          if (transition === 'takeUp' && after === before) continue;
          expect(table[transition][CLIENT_STAGES.indexOf(before)]).toBe(after);
        }
      }),
    );
  });
});
