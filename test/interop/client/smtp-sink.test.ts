/** Postfix's smtp-sink in each of its ways to refuse, delay and break off: the outcome, who is said to have the message, no hang. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSend } from '../../harness/client-run.ts';
import { describeWith } from '../availability.ts';
import { freePorts } from '../servers/ports.ts';
import { startProcess, withRetries } from '../servers/process.ts';
import { makeStateFolder, type StateFolder } from '../servers/state.ts';
import { findProgram } from '../servers/tools.ts';

interface Mode {
  readonly options: readonly string[];
  /** Of the outcome; null: everyone gets it. */
  readonly code: string | null;
  readonly phase?: string;
  readonly delivery: 'all' | 'none' | 'unknown';
  readonly reply?: number;
  readonly protocol?: 'lmtp';
}

const soft = 450;
const hard = 500;
const modes: readonly Mode[] = [
  { options: [], code: null, delivery: 'all' },
  { options: ['-L'], code: null, delivery: 'all', protocol: 'lmtp' },
  { options: ['-p'], code: null, delivery: 'all' },
  { options: ['-P'], code: null, delivery: 'all' },
  { options: ['-e'], code: null, delivery: 'all' },
  { options: ['-8'], code: null, delivery: 'all' },
  { options: ['-E'], code: null, delivery: 'all' },
  { options: ['-w', '1'], code: null, delivery: 'all' },
  // With a delay it reads on and answers RCPT before MAIL: not to be asked in groups.
  { options: ['-p', '-W', 'MAIL:1'], code: null, delivery: 'all' },
  { options: ['-r', 'MAIL'], code: 'sender-refused', delivery: 'none', reply: soft },
  { options: ['-f', 'MAIL'], code: 'sender-refused', delivery: 'none', reply: hard },
  { options: ['-r', 'RCPT'], code: 'recipients-refused', delivery: 'none', reply: soft },
  { options: ['-f', 'RCPT'], code: 'recipients-refused', delivery: 'none', reply: hard },
  { options: ['-r', 'DATA'], code: 'data-refused', delivery: 'none', reply: soft },
  { options: ['-f', 'DATA'], code: 'data-refused', delivery: 'none', reply: hard },
  { options: ['-r', '.'], code: 'data-refused', delivery: 'none', reply: soft },
  { options: ['-f', '.'], code: 'data-refused', delivery: 'none', reply: hard },
  { options: ['-f', '.'], code: 'data-refused', delivery: 'none', reply: hard, protocol: 'lmtp' },
  { options: ['-r', 'EHLO'], code: 'helo-refused', delivery: 'none', reply: soft },
  { options: ['-r', 'CONNECT'], code: 'greeting-refused', delivery: 'none' },
  { options: ['-f', 'QUIT'], code: null, delivery: 'all' },
  { options: ['-q', 'CONNECT'], code: 'server-disconnected', phase: 'greeting', delivery: 'none' },
  { options: ['-q', 'EHLO'], code: 'server-disconnected', phase: 'ehlo', delivery: 'none' },
  { options: ['-q', 'MAIL'], code: 'server-disconnected', phase: 'mail', delivery: 'none' },
  { options: ['-q', 'RCPT'], code: 'server-disconnected', phase: 'rcpt', delivery: 'none' },
  { options: ['-q', 'DATA'], code: 'server-disconnected', phase: 'data', delivery: 'none' },
  { options: ['-q', '.'], code: 'server-disconnected', phase: 'data', delivery: 'unknown' },
  { options: ['-q', 'QUIT'], code: null, delivery: 'all' },
  { options: ['-Q', 'MAIL'], code: 'sender-refused', delivery: 'none', reply: 421 },
  { options: ['-Q', 'RCPT'], code: 'recipients-refused', delivery: 'none', reply: 421 },
  { options: ['-Q', '.'], code: 'data-refused', delivery: 'none', reply: 421 },
];

await describeWith(['smtp-sink'], 'smtp-sink', () => {
  let state: StateFolder;
  beforeAll(async () => {
    state = await makeStateFolder();
  });
  afterAll(() => state.remove());

  const startSink = async (options: readonly string[]) => {
    const command = (await findProgram('smtp-sink')) ?? '';
    const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
    const [port] = (await freePorts(1)) as [number];
    const args = [...user, ...options, `127.0.0.1:${String(port)}`, '10'];
    const log = () => Promise.resolve('');
    const sink = await startProcess({
      name: 'smtp-sink',
      command,
      args,
      state: state.path,
      abrupt: true,
      ready: [{ port }],
      log,
    });
    return { port, stop: () => sink.stop() };
  };

  for (const { options, code, phase, delivery, reply, protocol } of modes) {
    test(`${options.join(' ')}${protocol === undefined ? '' : ' (LMTP)'}: ${code ?? delivery}`, async () => {
      const lmtp = protocol === 'lmtp' && !options.includes('-L') ? ['-L'] : [];
      const sink = await withRetries(() => startSink([...lmtp, ...options]));
      const run = await runSend({
        connection: {
          target: `127.0.0.1:${String(sink.port)}`,
          security: 'none',
          ...(protocol === undefined ? {} : { protocol }),
        },
        envelope: { to: ['b@rcpt.test', 'c@rcpt.test'] },
      });
      await sink.stop();
      expect([run.error?.code ?? null, run.delivery], JSON.stringify([run.sent, run.error?.reply?.lines])).toEqual([
        code,
        delivery,
      ]);
      if (phase !== undefined) expect(run.error?.phase).toBe(phase);
      if (reply !== undefined) expect(run.error?.reply?.code).toBe(reply);
      expect(
        run.recipients.every(
          (one) => one.delivery === (delivery === 'all' ? 'yes' : delivery === 'none' ? 'no' : 'unknown'),
        ),
      ).toBe(true);
    });
  }
});
