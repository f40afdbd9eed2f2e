/** A test server's state, sessions and mail, made up. */
import type { Script } from '../../../electron/protocol/values/server/script.ts';
import type { MessageSummary } from '../../../electron/protocol/values/server/mailbox.ts';
import type {
  ListenerConfig,
  ListenerState,
  ServerState,
  SessionSummary,
} from '../../../electron/protocol/values/server/server.ts';

const listener = (
  id: string,
  protocol: 'smtp' | 'lmtp',
  security: ListenerConfig['security'],
  port: number,
): ListenerConfig => ({ id, protocol, security, host: '127.0.0.1', port, path: null, nextFree: true });

export function fakeServer(messages: number): ServerState {
  const configs = [
    listener('a', 'smtp', 'starttls', 2525),
    listener('b', 'smtp', 'tls', 2465),
    listener('c', 'lmtp', 'none', 2424),
    listener('d', 'smtp', 'none', 25),
  ];
  const listeners = configs.map((config): ListenerState =>
    config.port === 25
      ? {
          config,
          boundPort: null,
          listening: false,
          error: { code: 'listen-failed', reason: 'not-permitted', systemCode: 'EACCES' },
          sessions: 0,
        }
      : {
          config,
          boundPort: config.port === 2465 ? 2466 : config.port,
          listening: true,
          error: null,
          sessions: config.id === 'a' ? 1 : 0,
        },
  );
  return {
    running: true,
    phase: 'running',
    config: {
      hostname: 'posthorn.localhost',
      listeners: configs,
      maxMessageBytes: 104_857_600,
      smtputf8: true,
      auth: { enabled: true, acceptAny: true, required: false, allowClear: false, mechanisms: ['PLAIN', 'LOGIN'] },
    },
    listeners,
    caPem: null,
    problem: null,
    messages,
    unread: Math.ceil(messages / 3),
  };
}

const subjects = [
  'Backup of db-7 finished',
  'Your code is 884 201',
  'Ihre Rechnung über 4.200 €',
  null,
  'مرحبا بالعالم',
  'A very long subject that goes on and on, as those of ticket systems do, with [TAGS] [AND-MORE-TAGS] and numbers #18273645',
  '🎺 \u202egnirts desrever',
];

export const fakeMessages = (count: number): MessageSummary[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `message-${at}`,
    sessionId: `session-${at % 6}`,
    receivedAt: new Date(Date.UTC(2026, 2, 2, 9, 15) - at * 61_000).toISOString(),
    protocol: 'smtp',
    peer: '127.0.0.1:50112',
    helo: 'printer-3rd-floor.example.org',
    mailFrom: at % 7 === 3 ? '' : `scanner+${at}@example.org`,
    mailOptions: ['SIZE=4812', 'BODY=8BITMIME'],
    rcptTo: Array.from({ length: at % 5 === 2 ? 100 : 1 }, (__, nth) => ({
      address: `recipient${nth}@example.org`,
      options: nth === 1 ? ['NOTIFY=SUCCESS,FAILURE'] : [],
    })),
    size: 4812 + at * 977,
    sha256: 'ab'.repeat(32),
    tls: at % 2 === 0,
    user: at % 4 === 0 ? 'scanner' : null,
    unread: at % 3 === 0,
    subject: subjects[at % subjects.length] ?? null,
    from: at % 7 === 3 ? null : `Scanner ${at} <scanner+${at}@example.org>`,
  }));

export function fakeSessions(): SessionSummary[] {
  const base = {
    listenerId: 'a',
    protocol: 'smtp',
    peer: '127.0.0.1:50112',
    tls: true,
    user: null,
    messages: 0,
    rejected: 0,
  } as const;
  const at = (minutes: number): string => new Date(Date.UTC(2026, 2, 2, 9, 15) - minutes * 60_000).toISOString();
  return [
    { ...base, id: 'session-0', startedAt: at(0), endedAt: null, helo: 'app-server-04.example.org', endReason: null },
    {
      ...base,
      id: 'session-1',
      startedAt: at(1),
      endedAt: at(1),
      helo: 'printer-3rd-floor.example.org',
      messages: 1,
      endReason: 'quit',
    },
    {
      ...base,
      id: 'session-2',
      startedAt: at(2),
      endedAt: at(2),
      helo: null,
      tls: false,
      rejected: 1,
      endReason: 'client-closed',
    },
    {
      ...base,
      id: 'session-3',
      startedAt: at(3),
      endedAt: at(3),
      helo: 'loadtest',
      messages: 4000,
      user: 'loadtest',
      endReason: 'timeout',
    },
    { ...base, id: 'session-4', startedAt: at(4), endedAt: at(4), helo: null, tls: false, endReason: 'tls-failed' },
    { ...base, id: 'session-5', startedAt: at(5), endedAt: at(5), helo: 'x', rejected: 3, endReason: 'quit' },
  ];
}

/** A preset as main hands them out. */
export const fakeScript: Script = {
  schema: 1,
  name: 'busy',
  description: 'The server has no time for anybody: 421 in place of the greeting.',
  rules: [
    {
      match: { command: 'CONNECT' },
      steps: [{ do: 'reply', code: 421, enhancedCode: '4.3.2', lines: ['Too busy, try again later'] }],
    },
  ],
};
