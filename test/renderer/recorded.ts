/** Sessions of the client with the test server, each with a script of its own: what every view of a session is to agree on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memorySpool } from '../../electron/storage/spool/memory-spool.ts';
import { sinkHandler } from '../../electron/core/server/handlers/sink.ts';
import { createTestServer } from '../../electron/core/server/server.ts';
import { userVerifiers } from '../../electron/core/server/users/users.ts';
import { systemClock } from '../../electron/core/recording/clock.ts';
import { ensureAuthority } from '../../electron/storage/authority/store.ts';
import { runCheck, runSend, type RunOptions } from '../harness/client-run.ts';
import type { ListenerConfig } from '../../electron/protocol/values/server/server.ts';
import type { Rule, ScriptReply } from '../../electron/protocol/values/server/script.ts';
import type { SessionEvent } from '../../electron/protocol/values/session/event.ts';

export interface Recorded {
  readonly command: 'check' | 'send';
  readonly events: readonly SessionEvent[];
}

interface Given extends Partial<Omit<RunOptions, 'connection'>> {
  readonly send?: true;
  readonly connection?: Partial<RunOptions['connection']>;
  readonly listener?: Partial<ListenerConfig>;
  readonly rules?: readonly Rule[];
}

const USER = { user: 'testuser', password: 'testpass' };
const reply = (code: number, ...lines: string[]): ScriptReply & { do: 'reply' } => ({
  do: 'reply',
  code,
  enhancedCode: null,
  lines,
});
const on = (command: string, ...steps: Rule['steps']): Rule => ({ match: { command }, steps });
const login = (password: string) => ({ user: USER.user, password, mechanisms: ['PLAIN'], tryAllMechanisms: false });
const two = { from: 'a@sender.test', to: ['b@rcpt.test', 'c@rcpt.test'] };
const refuseC: Rule = { match: { command: 'RCPT', address: 'c@*' }, steps: [reply(550, 'no such user')] };
const lmtp = { listener: { protocol: 'lmtp' }, connection: { protocol: 'lmtp' } } as const;
const full = (address: string) => ({ address, code: 552, enhancedCode: '5.2.2', lines: ['mailbox full'] });

/** By what is special about each. */
export const sessions: Readonly<Record<string, Given>> = {
  'a check without TLS': { connection: { security: 'none' } },
  'a check over STARTTLS': {},
  'a check with TLS from the first byte': { listener: { security: 'tls' }, connection: { security: 'tls' } },
  'a certificate that nobody accepts': {
    rules: [on('TLS', { do: 'certificate', kind: 'expired' })],
    connection: { security: 'starttls-if-offered' },
  },
  'a greeting that refuses': { rules: [on('CONNECT', reply(554, 'go away'))] },
  'odd lines': { connection: { security: 'none' }, rules: [on('EHLO', { do: 'bare-lf' })] },
  'parameters that change': {
    rules: [
      {
        match: { command: 'EHLO' },
        times: 1,
        steps: [
          { do: 'alter', keyword: 'SIZE', line: 'SIZE 1000' },
          { do: 'add', line: 'X-ONLY-BEFORE' },
        ],
      },
    ],
  },
  'STARTTLS that is missing': {
    connection: { security: 'starttls' },
    rules: [on('EHLO', { do: 'hide', keyword: 'STARTTLS' })],
  },
  'a login that works': { auth: login(USER.password) },
  'a login that is refused': { auth: login('wrong') },
  'a connection that ends': { rules: [on('EHLO', { do: 'close' })] },
  'no answer to QUIT': { rules: [on('QUIT', { do: 'close' })] },
  'a check that asks for recipients': { envelope: two, rules: [refuseC] },
  'a message that is taken': { send: true },
  'a message that is taken in part': { send: true, envelope: two, rules: [refuseC] },
  'a message that is refused': { send: true, rules: [on('DATA', reply(554, 'no'))] },
  'a message that nobody answers': { send: true, rules: [on('END', { do: 'close' })] },
  'a message for nobody (LMTP)': {
    send: true,
    ...lmtp,
    envelope: two,
    rules: [on('END', { do: 'recipients', results: [full('*')] })],
  },
  'a question only': { send: true, dryRun: true, envelope: two },
};

/** One server each, on loopback. */
export async function record(given: Given): Promise<Recorded> {
  const dir = await mkdtemp(join(tmpdir(), 'posthorn-'));
  const authority = await ensureAuthority(join(dir, 'ca'));
  const server = createTestServer({
    config: {
      hostname: 'mail.test',
      listeners: [
        {
          id: 'one',
          protocol: 'smtp',
          security: 'starttls',
          host: '127.0.0.1',
          port: 0,
          path: null,
          nextFree: false,
          ...given.listener,
        },
      ],
      maxMessageBytes: 1_000_000,
      smtputf8: true,
      auth: { enabled: true, acceptAny: false, required: false, allowClear: false, mechanisms: ['PLAIN', 'LOGIN'] },
      script: { schema: 1, name: 'recorded', rules: [...(given.rules ?? [])] },
    },
    spool: memorySpool(),
    handler: sinkHandler(),
    users: userVerifiers([USER]),
    tls: () => authority.issue(),
    badTls: (kind) => authority.issueBad(kind),
    clock: systemClock,
    observer: {
      listener: () => undefined,
      session: () => undefined,
      event: () => undefined,
      message: () => undefined,
      failure: (_, error) => {
        throw error;
      },
    },
  });
  try {
    const [state] = await server.start();
    const { send, listener: _listener, rules: _rules, connection, ...rest } = given;
    const options: RunOptions = {
      ...rest,
      connection: { target: `127.0.0.1:${state?.boundPort ?? 0}`, ca: authority.caPem, ...connection },
    };
    const { events } = send === true ? await runSend(options) : await runCheck(options);
    return { command: send === true ? 'send' : 'check', events };
  } finally {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
}
