/** What was sent and when: line ends and lengths, too early, too late, several at once, no SMTP at all. */
import type { Cause } from '../../types.ts';

export const wireCauses: readonly Cause[] = [
  {
    id: 'session.idle-timeout',
    actor: 'you',
    ways: [
      {
        says: ['server-waited'],
        when: ({ reply }) => reply.code === null,
        origin: 'any',
        not: ['login-service', 'backend', 'scan'],
        weight: 12,
      },
      {
        says: ['idle', ['waiting', 'hung-up']],
        codes: [421, 442],
        not: ['login-service', 'backend', 'lookup', 'scan', 'sender', 'recipient', 'lost-client', 'way-to-another'],
        plain: true,
      },
      // With these a server may also have waited for something of its own.
      {
        says: ['idle', ['waiting', 'hung-up']],
        codes: [450, 451],
        not: ['login-service', 'backend', 'lookup', 'scan', 'sender', 'recipient', 'lost-client', 'way-to-another'],
        plain: true,
        sure: 'likely',
      },
      {
        says: ['idle'],
        codes: [421, 451],
        enhanced: ['4.4.2', '4.4.1'],
        not: ['login-service', 'backend', 'scan', 'lookup', 'way-to-another'],
        sure: 'likely',
      },
      {
        says: ['idle'],
        codes: [421],
        not: ['login-service', 'backend', 'scan', 'lookup', 'recipient', 'sender'],
        plain: true,
        sure: 'likely',
      },
    ],
    alternatives: ['server.busy', 'server.backend-unreachable'],
  },
  {
    id: 'session.bare-line-end',
    actor: 'you',
    ways: [
      { says: ['line-end'], not: ['line-length'], weight: 6 },
      {
        at: ['data'],
        codes: [451, 500, 501, 521, 550, 552, 554],
        when: ({ message }) => message.bareLineEnds === true,
        plain: true,
        sure: 'likely',
      },
    ],
  },
  {
    id: 'session.line-too-long',
    actor: 'you',
    ways: [{ says: ['line-length'], weight: 16 }],
  },
  {
    id: 'session.pipelining',
    actor: 'you',
    asks: ['one-by-one'],
    ways: [
      {
        says: ['pipelining', ['not-supported', 'refused', 'invalid', 'not-allowed', 'protocol-error']],
        not: ['synchronisation'],
        origin: 'any',
        weight: 6,
      },
      { says: ['pipelining', 'too-many'], not: ['synchronisation'], sure: 'likely', weight: 6 },
      { says: ['pipelining', 'improper'], origin: 'any', weight: 20 },
      { says: [['pipeline-end', 'sync-error']], origin: 'any', weight: 20 },
    ],
    experiments: ['without-pipelining'],
  },
  {
    id: 'session.spoke-too-early',
    actor: 'you',
    asks: ['one-by-one'],
    ways: [
      { says: ['synchronisation'], weight: 4 },
      { says: ['sent-unasked'], origin: 'any', weight: 22 },
      {
        says: ['protocol-error'],
        codes: [521, 550, 554],
        enhanced: ['5.5.1'],
        at: ['greeting', 'rcpt'],
        sure: 'likely',
      },
    ],
  },
  {
    id: 'session.not-smtp',
    actor: 'you',
    ways: [
      { says: ['not-smtp'], weight: 4 },
      { says: ['header-for-command'], origin: 'any', weight: 26 },
      { says: ['open-proxy'], not: ['hello'], weight: 4 },
    ],
  },
  {
    id: 'session.too-many-errors',
    actor: 'you',
    ways: [
      {
        says: ['too-many', 'errors'],
        not: ['login', 'recipients', 'loop', 'mailbox', 'your-host', 'this-address'],
        weight: 2,
      },
      { says: ['too-many-commands'], not: ['rate'], weight: 12 },
      { says: ['protocol-errors'], origin: 'any', weight: 16 },
    ],
  },
];
