/** Between AUTH and MAIL nothing is said: some servers forget the login at an EHLO. And whoever logged in is not told to log in. */
import { describe, expect, it } from 'vitest';
import { type LoginAnswers, startLoginServer } from '../../../harness/peers/login-server.ts';
import { runCheck, runSend } from '../../../harness/client-run.ts';
import { foldReport } from '../../report/fold-report.ts';
import { outcomeText } from '../../../../electron/texts/outcomes/outcomes.ts';

const auth = { user: 'ann', password: 'pencil', allowClear: true };
const envelope = { from: 'a@x.test', to: ['b@y.test'] };
const forgetful: LoginAnswers = {
  replies: { PLAIN: '235 2.0.0 Authentication succeeded' },
  forgets: true,
  withoutLogin: '530 5.7.0 Authentication required',
};

async function withServer<T>(answers: LoginAnswers, work: (port: number) => Promise<T>) {
  const server = await startLoginServer(answers);
  const run = await work(server.port);
  await server.close();
  return { run, lines: server.connections[0] };
}

describe('a server that forgets the login at an EHLO', () => {
  const target = (port: number) => ({ target: `127.0.0.1:${port}`, security: 'none' as const });

  it('takes sender and recipient of a check: the third EHLO comes after them', async () => {
    const { run, lines } = await withServer(forgetful, (port) =>
      runCheck({ connection: target(port), auth, envelope }),
    );
    expect(run.error).toBeNull();
    expect(lines).toEqual([
      'EHLO client.test',
      'AUTH PLAIN',
      'MAIL FROM:<a@x.test>',
      'RCPT TO:<b@y.test>',
      'RSET',
      'EHLO client.test',
      'QUIT',
    ]);
    expect(foldReport('check', run.events).ehlo.auth).not.toBeNull();
  });

  it('takes the message of a send, dry or not, which says no third EHLO', async () => {
    for (const dryRun of [true, false]) {
      const { run, lines } = await withServer(forgetful, (port) =>
        runSend({ connection: target(port), auth, envelope, dryRun }),
      );
      expect(run.error).toBeNull();
      expect(lines?.filter((line) => line.startsWith('EHLO'))).toHaveLength(1);
    }
  });

  it('is asked again after the login where nothing else was asked, and with --quit-after auth', async () => {
    for (const more of [{}, { quitAfter: 'auth' as const }]) {
      const { run, lines } = await withServer(forgetful, (port) =>
        runCheck({ connection: { ...target(port), ...more }, auth, ...('quitAfter' in more ? { envelope } : {}) }),
      );
      expect(run.error).toBeNull();
      expect(lines).toEqual(['EHLO client.test', 'AUTH PLAIN', 'EHLO client.test', 'QUIT']);
    }
  });
});

describe('a refusal after a login', () => {
  it.each([
    '530 5.7.0 Authentication required',
    '550 5.7.1 Client was not authenticated',
    '554 5.7.1 Relay access denied',
    '554 5.7.1 Client host rejected: Access denied',
  ])('never asks for user and password: %s', async (mail) => {
    const answers = { replies: { PLAIN: '235 ok' }, mail };
    const flows = [runCheck, runSend];
    for (const flow of flows) {
      const { run } = await withServer(answers, (port) =>
        flow({ connection: { target: `127.0.0.1:${port}`, security: 'none' }, auth, envelope }),
      );
      expect(run.error).toMatchObject({ code: 'sender-refused', loggedIn: true });
      if (run.error === null) continue;
      const { remedy, actor } = outcomeText(run.error);
      expect(actor).toBe('server-admin');
      expect(remedy ?? '').not.toMatch(/give user and password|log in,/);
    }
  });
});
