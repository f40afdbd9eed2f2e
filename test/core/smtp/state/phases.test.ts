/** What may follow what in a client session: every pair, and the rules that no table holds. */
import { describe, expect, it } from 'vitest';
import { PHASES, type Phase } from '../../../../electron/protocol/values/session/phase.ts';
import { Phases, maySpeakAhead, mayBegin } from '../../../../electron/core/smtp/phases.ts';
import { failed, done, outcome } from '../../../../electron/core/smtp/step.ts';

/** Row: what came last. A letter of the row stands for each phase in the order of PHASES: x may begin, - may not. */
const table: Readonly<Record<Phase | 'start', string>> = {
  start: 'xx-------------',
  dns: 'xx-------------',
  connect: '--x--x--------x',
  greeting: '---x--x-------x',
  ehlo: '----x--x-x---xx',
  starttls: '-----x-x-x---xx',
  tls: '--x---x-------x',
  'ehlo-tls': '-------x-x---xx',
  auth: '--------xx---xx',
  'ehlo-auth': '---------x---xx',
  mail: '--------xxx-x-x',
  rcpt: '--------xx-xx-x',
  data: '---------x--x-x',
  rset: '--------xx----x',
  command: '---xxxxxxxxxxxx',
  quit: '---------------',
};

function recorded(): { readonly phases: Phases; readonly events: string[] } {
  const events: string[] = [];
  const phases = new Phases({
    beginPhase: (phase) => void events.push(`begin ${phase}`),
    endPhase: (phase, ok) => void events.push(`end ${phase} ${ok}`),
  });
  return { phases, events };
}

const error = outcome('cancelled', 'mail', {});

describe('a phase', () => {
  it.each(Object.entries(table))('after %s is one of those that may be', (after, row) => {
    const allowed = PHASES.map((phase) => (mayBegin(phase, after as Phase | 'start', []) ? 'x' : '-')).join('');
    expect(allowed).toBe(row);
  });

  it('begins beside another only where MAIL goes out with the end of a message', () => {
    const beside = PHASES.flatMap((phase) =>
      PHASES.filter((running) => mayBegin(phase, running, [running])).map((running) => [phase, running]),
    );
    expect(beside).toEqual([['mail', 'data']]);
    expect(mayBegin('mail', 'mail', ['data', 'mail'])).toBe(false);
  });

  it('is said ahead of its beginning only in a group, and DATA where it is typed', () => {
    const pairs = PHASES.flatMap((phase) =>
      PHASES.filter((now) => maySpeakAhead(phase, now)).map((now) => [now, phase]),
    );
    expect(pairs).toEqual([
      ['mail', 'rcpt'],
      ['rcpt', 'rcpt'],
      ['mail', 'data'],
      ['rcpt', 'data'],
      ['data', 'data'],
      ['command', 'data'],
    ]);
  });

  it('that may not begin, or does not run, is a fault of the program, and nothing is reported it', () => {
    const { phases, events } = recorded();
    expect(() => phases.begin('mail')).toThrow('the phase mail cannot begin after start');
    expect(() => phases.end('mail', true)).toThrow('the phase mail ends, which is not running');
    expect(() => phases.speakAhead('rcpt')).toThrow('rcpt cannot be said in the phase greeting');
    phases.begin('connect');
    expect(() => phases.begin('greeting')).toThrow('cannot begin after connect while connect is running');
    expect(() => phases.rest()).toThrow('the phase connect has not ended');
    expect(events).toEqual(['begin connect']);
  });

  it('ends with how its work ended, and when that throws', async () => {
    const { phases, events } = recorded();
    const { signal } = new AbortController();
    await phases.step('connect', signal, async () => done(null));
    await phases.step('greeting', signal, async () => failed(error));
    const thrown = phases.step('ehlo', signal, () => Promise.reject(new Error('store')));
    await expect(thrown).rejects.toThrow('store');
    expect(events).toEqual([
      'begin connect',
      'end connect true',
      'begin greeting',
      'end greeting false',
      'begin ehlo',
      'end ehlo false',
    ]);
    expect(phases.running).toEqual([]);
  });

  it('is not begun after a cancel', async () => {
    const { phases, events } = recorded();
    const step = await phases.step('dns', AbortSignal.abort(), async () => done(null));
    expect(step).toEqual(failed(outcome('cancelled', 'dns', {})));
    expect(events).toEqual([]);
  });

  it('that is still running at the end of the session ends there', () => {
    const { phases, events } = recorded();
    phases.begin('connect');
    phases.end('connect', true);
    phases.begin('greeting');
    phases.end('greeting', true);
    phases.rest();
    phases.begin('data');
    phases.begin('mail');
    phases.abandon();
    expect(events.slice(-2)).toEqual(['end data false', 'end mail false']);
    phases.begin('quit');
    phases.end('quit', true);
    phases.rest();
    expect(() => phases.begin('mail')).toThrow('cannot begin after quit');
    phases.renew();
    expect(phases.current).toBe('greeting');
    phases.begin('connect');
  });
});
