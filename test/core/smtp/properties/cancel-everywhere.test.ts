/** A whole session, cancelled at each of its events in turn, at once and a turn later: nothing stays open, and the story has its end. */
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoMoreThan, openKinds } from './resources.ts';
import { type ClientOptions } from '../../../../electron/core/smtp/client/link.ts';
import { SmtpClient } from '../../../../electron/core/smtp/client/client.ts';
import { SmtpException } from '../../../../electron/core/smtp/client/errors.ts';
import type { SessionEvent } from '../../../../electron/protocol/values/session/event.ts';
import { type RuleServer, startRuleServer } from '../../../harness/peers/rule-server.ts';
import { makeCertificates } from '../../../harness/certificates.ts';
import { runSend } from '../../../harness/client-run.ts';

beforeAll(makeCertificates);

const ehlo = { match: '^EHLO', reply: '250-scripted.test\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n' };
const script = { rules: [ehlo, { match: '^AUTH', reply: '235 ok\r\n' }] };
const patient = { timeouts: { reply: 20_000, tls: 20_000 } };

interface Reported {
  readonly events: readonly SessionEvent[];
  readonly cancelled: boolean;
}

/** `at` is the number of the event; 0 for none. `later`: not within the event, but when the loop comes round. */
type Session = (server: RuleServer, at: number, later: boolean) => Promise<Reported>;

const flow: Session = async (server, at, later) => {
  const controller = new AbortController();
  const run = await runSend({
    connection: { target: `127.0.0.1:${server.port}`, security: 'starttls', insecure: true, ...patient },
    auth: { user: 'user', password: 'pass' },
    signal: controller.signal,
    watch: ({ seq }) => {
      if (seq === at) stop(controller, later);
    },
  });
  return { events: run.events, cancelled: run.error?.code === 'cancelled' };
};

const library: Session = async (server, at, later) => {
  const events: SessionEvent[] = [];
  const controller = new AbortController();
  const emit = (event: SessionEvent): void => {
    events.push(event);
    if (event.seq === at) stop(controller, later);
  };
  const options: ClientOptions = {
    localHostname: 'client.test',
    insecure: true,
    emit,
    signal: controller.signal,
    ...patient,
  };
  const client = new SmtpClient(options);
  let cancelled = false;
  try {
    await client.open('127.0.0.1', server.port);
    await client.starttls();
    await client.login('user', 'pass');
    await client.sendmail('a@x.test', ['b@y.test'], 'x\r\n');
    await client.quit();
  } catch (error) {
    expect(error).toBeInstanceOf(SmtpException);
    cancelled = controller.signal.aborted;
    // Ends by itself: nobody has to close it.
    if (controller.signal.aborted) await client.noop().catch(() => undefined);
  }
  expect(client.connected).toBe(false);
  return { events, cancelled };
};

function stop(controller: AbortController, later: boolean): void {
  if (later) setImmediate(() => controller.abort());
  else controller.abort();
}

describe('cancelled at each event', () => {
  it.each<[string, Session, boolean]>([
    ['send, at once', flow, false],
    ['send, a turn later', flow, true],
    ['the library, a turn later', library, true],
  ])('%s', { timeout: 120_000 }, async (_name, session, later) => {
    const before = openKinds();
    const whole = await once(session, 0, later);
    expect(whole.cancelled).toBe(false);
    // Under way the number of events varies with the pieces in which octets come; there are never fewer than this.
    const last = whole.events.length - 2;
    expect(last).toBeGreaterThan(50);
    let cancelled = 0;
    for (let at = 1; at <= last; at += 1) {
      const reported = await once(session, at, later);
      if (reported.cancelled) cancelled += 1;
      expect(reported.events[0]?.type, `event ${at}`).toBe('session-begin');
      expect(
        reported.events.filter(({ type }) => type === 'session-end'),
        `event ${at}`,
      ).toHaveLength(1);
    }
    expect(cancelled).toBeGreaterThan(last / 2);
    await expectNoMoreThan(before);
  });
});

async function once(session: Session, at: number, later: boolean): Promise<Reported> {
  const server = await startRuleServer(script);
  const reported = await session(server, at, later);
  await server.close();
  return reported;
}
