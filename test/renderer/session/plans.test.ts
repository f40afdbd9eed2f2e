/** What an experiment costs is what it does: no message is sent where a question is enough, and no password is tried more often than said. */
import { describe, expect, test } from 'vitest';
import { experimentCost, experimentWaits } from '../../../electron/texts/diagnosis/experiment-costs.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import { planFor } from '../../../renderer/session/experiments/plans.ts';
import { withPlan } from '../../../renderer/session/run-input.ts';
import { ConnectionForm } from '../../../renderer/session/target/connection-form.svelte.ts';
import { readTarget } from '../../../renderer/session/target/target-words.ts';
import { fakeReport } from '../fake/report.ts';
import { authFailed } from '../fake/scenarios.ts';
import { reply } from '../fake/script.ts';

const refusedLogin = fakeReport('check', authFailed('mx.example.org'));
const auth = { user: 'alice' };

/** A send test that ended so. */
function sent(code: 'recipients-refused' | 'data-refused', delivery: Report['delivery'] = 'none'): Report {
  const refusal = reply('554 5.7.1 No');
  const recipient = { index: 0, address: 'bob@example.net', accepted: false, reply: refusal, final: null };
  const error = { ...refusedLogin.error, code, phase: code === 'data-refused' ? 'data' : 'rcpt', reply: refusal };
  return {
    ...refusedLogin,
    command: 'send',
    delivery,
    error: error as unknown as Report['error'],
    recipients: [{ ...recipient, delivery: 'no' }],
  };
}

const run = (command: 'check' | 'send', report: Report, login = false) => ({
  command,
  report,
  asked: { connection: { target: 'mx.example.org:25' }, auth: login ? auth : null, envelope: null },
});

describe('cost', () => {
  test('of a send test whose recipient was refused: it only asks', () => {
    const plan = planFor('port-587', run('send', sent('recipients-refused')));
    expect(plan).toMatchObject({ message: 'asked', logins: 'none', needs: null });
    expect(plan === null ? '' : experimentCost(plan)).toBe(
      'Costs one connection; it only asks, with MAIL and RCPT, and sends nothing.',
    );
  });

  test('of one whose message was refused: it is sent again, or a plain one in its place', () => {
    expect(planFor('later', run('send', sent('data-refused')))?.message).toBe('again');
    expect(planFor('plain-message', run('send', sent('data-refused')))?.message).toBe('plain');
  });

  test('what may have arrived is never sent again by an experiment', () => {
    expect(planFor('later', run('send', sent('data-refused', 'unknown')))).toBeNull();
    expect(planFor('plain-message', run('send', sent('data-refused', 'unknown')))).toBeNull();
  });

  test('of a check is no message, whichever experiment', () => {
    expect(planFor('plain-message', run('check', refusedLogin))).toBeNull();
    expect(planFor('later', run('check', refusedLogin))?.message).toBe('none');
  });

  test('of every mechanism stands in words, holds for one run, and leaves the form as it was', () => {
    const plan = planFor('other-mechanism', run('check', refusedLogin, true));
    if (plan === null) throw new Error('no plan');
    expect(experimentCost(plan)).toContain('a login attempt for each mechanism');
    const form = new ConnectionForm();
    form.target = 'mx.example.org';
    form.user = 'alice';
    plan.change(form);
    expect(form.mechanism).toBe('auto');
    const input = { connection: form.connection(), auth: form.auth(), secret: 'x' };
    expect(withPlan(input, plan).auth).toEqual({ user: 'alice', tryAllMechanisms: true });
    expect(withPlan(input, null).auth).toEqual({ user: 'alice' });
  });

  test('names what has to be typed, and which button to press then', () => {
    const plan = planFor('with-login', run('send', sent('recipients-refused')));
    if (plan === null) throw new Error('no plan');
    expect(plan).toMatchObject({ needs: 'login', logins: 'one' });
    expect(experimentWaits(plan, 'Run')).toBe('Type user name and password, then press Run.');
    expect(experimentWaits({ ...plan, needs: 'password', message: 'asked' }, 'Ask')).toMatch(
      /^Type the password again.*sends nothing\.$/,
    );
  });
});

describe('changes', () => {
  test('without pipelining is said of the envelope of one send test, which only asks', () => {
    const plan = planFor('without-pipelining', run('send', sent('recipients-refused')));
    expect(plan).toMatchObject({ message: 'asked', needs: null, envelope: { pipelining: 'off' } });
    expect(planFor('later', run('send', sent('recipients-refused')))?.envelope).toEqual({});
    // A check has nothing to send in groups.
    expect(planFor('without-pipelining', run('check', refusedLogin))).toBeNull();
  });

  test('another login waits at the field, without the password that was refused', () => {
    const plan = planFor('other-login', run('check', refusedLogin, true));
    const form = new ConnectionForm();
    form.target = 'mx.example.org';
    form.user = 'alice';
    form.password = 'refused';
    plan?.change(form);
    expect(plan).toMatchObject({ needs: 'login', logins: 'one', message: 'none' });
    expect([form.user, form.password]).toEqual(['alice', '']);
  });

  test.each([
    ['as-smtp', 'smtp', 'lmtp://mx.example.org:24'],
    ['as-lmtp', 'lmtp', 'mx.example.org:24'],
  ] as const)('%s asks the same place in the other protocol', (id, protocol, target) => {
    const form = new ConnectionForm();
    form.target = target;
    planFor(id, run('check', refusedLogin))?.change(form);
    expect(readTarget(form.target, form)?.text).toContain(`port 24, ${protocol.toUpperCase()},`);
  });

  test('ask the refused recipient’s own domain, without the login', () => {
    const plan = planFor('ask-mx', run('send', sent('recipients-refused'), true));
    const form = new ConnectionForm();
    form.target = 'mx.example.org';
    plan?.change(form);
    expect(form.connection()).toMatchObject({ target: 'example.net', mx: true });
    expect(plan?.logins).toBe('none');
  });

  test('keep the host and take the port', () => {
    const form = new ConnectionForm();
    form.target = 'mx.example.org:25';
    planFor('implicit-tls', run('check', refusedLogin))?.change(form);
    expect(form.connection()).toMatchObject({ target: 'mx.example.org:465', security: 'tls' });
  });

  test('a question is put back as it was asked, and what stands there stays untouched', () => {
    const form = new ConnectionForm();
    form.target = 'other.example';
    form.restore({ connection: { target: 'mx.example.org:25', security: 'none' }, auth });
    expect([form.target, form.security, form.user]).toEqual(['mx.example.org:25', 'none', 'alice']);
    form.password = 'typed';
    form.restore({ connection: { target: 'mx.example.org:25', security: 'none' }, auth });
    expect(form.password).toBe('typed');
  });
});
