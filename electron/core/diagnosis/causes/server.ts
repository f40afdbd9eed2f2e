/** The server's own trouble: load, disk, configuration, what it relies on. */
import type { Cause } from '../types.ts';
import { forNow } from './of-reply.ts';

export const serverCauses: readonly Cause[] = [
  {
    id: 'server.internal-error',
    actor: 'server-admin',
    // x.3.5 names the configuration.
    ruledOutBy: ({ reply }) => reply.enhanced?.subject === 3 && reply.enhanced.detail === 5,
    ways: [
      {
        says: ['internal'],
        not: ['busy', 'disk-full', 'login', 'configuration', 'scan'],
        // 454 is said of TLS and of the login alone, and which of them these words leave open.
        when: ({ reply, phase }) => reply.code !== 454 && phase !== 'starttls',
        plain: true,
        weight: -4,
      },
      {
        says: ['some-error'],
        not: ['busy', 'disk-full', 'login', 'configuration', 'scan'],
        when: ({ reply, phase }) => reply.code !== 454 && phase !== 'starttls',
        plain: true,
        weight: -4,
        sure: 'likely',
      },
      {
        says: [['internal', 'some-error']],
        codes: [454],
        not: ['login', 'tls', 'configuration'],
        plain: true,
        sure: 'open',
      },
      {
        says: ['temporary-error'],
        not: ['login', 'lookup', 'recipient', 'sender', 'backend', 'tls'],
        codes: forNow,
        sure: 'likely',
        plain: true,
      },
      { says: ['shutdown', 'broken'], codes: forNow },
    ],
    alternatives: ['server.busy', 'phrase.greylisting', 'server.scan-failed', 'server.lookup-broken'],
    experiments: ['later'],
  },
  {
    id: 'server.busy',
    actor: 'server-admin',
    asks: ['later'],
    ways: [
      { says: ['busy'], not: ['login', 'from-you', 'disk-full'], plain: true, weight: 4, sure: 'likely' },
      { says: ['server-is-busy'], origin: 'any', weight: 16 },
      {
        says: ['busy', 'too-many'],
        codes: [421, 450, 451, 452],
        not: ['login', 'from-you', 'disk-full'],
        sure: 'likely',
      },
      {
        says: ['server', 'not-supported', 'temporary'],
        codes: forNow,
        sure: 'likely',
        not: ['login', 'tls', 'lookup', 'backend'],
      },
    ],
    alternatives: [
      'phrase.greylisting',
      'server.internal-error',
      'phrase.client-refused',
      'phrase.too-many-connections',
    ],
    experiments: ['later'],
  },
  {
    id: 'phrase.too-many-connections',
    actor: 'you',
    // Of everybody's together it is the server's own limit.
    ways: [
      { says: ['too-many', 'connections', 'from-you'], not: ['errors', 'per-session'], weight: 2 },
      {
        says: ['too-many', 'connections'],
        not: ['errors', 'per-session', 'recipients-many', 'sender-address'],
        weight: 4,
        sure: 'likely',
      },
    ],
    alternatives: ['server.busy', 'rate.too-fast', 'rate.per-connection'],
    experiments: ['later'],
  },
  {
    id: 'server.disk-full',
    actor: 'server-admin',
    ways: [
      { says: ['disk-full'], not: ['inbox-out-of-room', 'system-resources'], weight: 6 },
      { says: ['disk-full', 'system-resources'], sure: 'likely', weight: 6 },
    ],
    alternatives: ['server.busy'],
  },
  {
    id: 'server.misconfigured',
    actor: 'server-admin',
    ways: [
      {
        says: ['configuration', ['failed', 'invalid', 'broken', 'unknown', 'server', 'internal', 'some-error']],
        not: ['relay', 'scan', 'tls', 'sender', 'disk-full', 'loop', 'spam', 'as-spam', 'local-delivery'],
        weight: 4,
        sure: 'likely',
      },
      { says: ['setting-broken'], origin: 'any', weight: 24, not: ['login', 'alias-broken', 'own-sasl'] },
      { says: ['own-program-broken'], not: ['login', 'scan'], sure: 'likely', weight: 26 },
      { enhanced: ['x.3.5'], sure: 'likely', not: ['scan', 'proxy'] },
      // Two mailboxes of the server have the same address.
      { says: ['recipient', 'ambiguous'], enhanced: ['5.1.4', '5.1.0', '5.1.1'], weight: 2 },
      { says: ['recipient', 'ambiguous'], sure: 'likely' },
    ],
    alternatives: ['server.internal-error', 'server.lookup-broken', 'server.backend-unreachable'],
  },
  {
    id: 'server.lookup-broken',
    actor: 'server-admin',
    ways: [
      {
        says: ['lookup', ['failed', 'temporary', 'temporary-error', 'broken']],
        not: ['login', 'certificate'],
        codes: [400, 421, 450, 451],
        weight: 2,
        sure: 'likely',
        plain: true,
      },
      { says: ['lookup-trouble'], origin: 'any', not: ['login', 'dns', 'logins-table', 'setting-broken'], weight: 10 },
      { says: ['temporary-lookup'], when: ({ reply }) => reply.enhanced?.class === 4, not: ['login', 'dns'] },
      { says: ['directory-service', 'unreachable'], not: ['login'], plain: true, weight: 4, sure: 'likely' },
    ],
    alternatives: ['server.internal-error', 'auth.backend-broken'],
  },
  {
    id: 'server.backend-unreachable',
    actor: 'server-admin',
    ways: [
      { says: ['lmtp', 'unreachable'], origin: 'any', weight: 2 },
      { says: ['local-socket', 'socket-trouble'], origin: 'client', weight: 20 },
      { says: ['backend', ['unreachable', 'hung-up']], not: ['login', 'scan'], plain: true, weight: 8 },
      { says: ['own-hop-failed'], codes: forNow, not: ['login'], weight: 22 },
      { says: ['talks-to-own'], origin: 'any', weight: 26, sure: 'likely' },
      {
        says: ['hop-unreachable'],
        codes: forNow,
        at: ['mail', 'rcpt', 'data'],
        not: ['login', 'scan', 'dns', 'verification'],
        sure: 'likely',
        weight: 14,
      },
      {
        says: ['backend', 'refused'],
        codes: forNow,
        not: ['login', 'sender', 'our-host'],
        plain: true,
        sure: 'likely',
      },
      { says: ['backend', 'connections', 'refused'], not: ['login'], plain: true, weight: 2 },
    ],
    alternatives: ['server.scan-failed', 'recipient.verify-temporary', 'server.internal-error'],
  },
  {
    id: 'server.name-lookup-failed',
    actor: 'dns-owner',
    ruledOutBy: ({ reply, phase }) => phase === 'auth' || (reply.code !== null && reply.code >= 500),
    ways: [
      {
        says: ['no-dns-answer'],
        codes: forNow,
        not: ['sender-policy', 'login', 'reverse-name', 'your-host', 'sender-address', 'list-silent', 'block-list'],
        sure: 'likely',
        weight: 10,
      },
    ],
    alternatives: ['phrase.domain-not-found', 'sender.domain-lookup-failed', 'server.backend-unreachable'],
    experiments: ['later'],
  },
  {
    id: 'session.connection-broke',
    actor: 'network',
    ways: [
      {
        says: ['server-lost'],
        when: ({ reply }) => reply.code === null,
        origin: 'any',
        sure: 'likely',
        weight: 10,
      },
      {
        says: ['lost-client'],
        codes: [...forNow, 554],
        not: ['backend', 'too-many', 'login', 'tls', 'lookup'],
        sure: 'likely',
        weight: 4,
      },
    ],
    alternatives: ['session.idle-timeout', 'server.internal-error'],
    experiments: ['later'],
  },
  {
    id: 'server.shutting-down',
    actor: 'server-admin',
    // 535 is the answer to a login: what begins again is that.
    ruledOutBy: ({ reply }) => reply.code === 535,
    // An error that ends the server is an error.
    ways: [
      { says: ['shutdown'], not: ['broken', 'login'], weight: 4 },
      { says: ['server', ['not-supported', 'disabled']], codes: [421], enhanced: ['4.3.2'], sure: 'likely' },
    ],
    alternatives: ['server.busy', 'phrase.client-refused'],
    experiments: ['later'],
  },
  {
    id: 'server.tls-not-available',
    actor: 'server-admin',
    ways: [
      {
        says: ['tls', ['temporary', 'not-supported', 'failed', 'configuration', 'internal', 'some-error']],
        at: ['starttls', 'greeting'],
        not: ['hello', 'tls-active', 'syntax', 'required', 'out-of-order', 'login'],
        weight: 2,
      },
      {
        says: ['tls-setup', ['temporary', 'not-supported', 'failed', 'configuration', 'internal', 'some-error']],
        not: ['tls-active', 'out-of-order', 'a-command'],
        weight: 2,
      },
    ],
  },
  {
    id: 'server.scan-failed',
    actor: 'server-admin',
    ways: [
      {
        says: ['scan', ['failed', 'idle', 'unreachable', 'broken', 'not-supported']],
        codes: [421, 450, 451, 452],
        weight: 2,
      },
      { says: ['filter-log'], origin: 'any', when: ({ reply }) => reply.code === null, sure: 'likely', weight: 24 },
      { says: ['filter-log'], codes: forNow, sure: 'likely', weight: 16 },
      { says: ['filter-broke-off', 'failed'], codes: [421, 450, 451, 452], weight: 12, sure: 'likely' },
    ],
    alternatives: ['server.busy', 'server.disk-full', 'server.internal-error'],
  },
  {
    id: 'server.plan-ended',
    // A licence is the server's own; credit and plan are the account's.
    actor: ({ reply }) => (/licen[cs]e/i.test(reply.words) ? 'server-admin' : 'provider'),
    ways: [{ says: ['plan', ['expired', 'too-many', 'disabled', 'missing', 'required', 'ran-out']], weight: 6 }],
  },
  {
    id: 'server.loops-to-itself',
    actor: 'dns-owner',
    ways: [{ says: ['to-itself'], origin: 'any', weight: 10 }],
    alternatives: ['server.mail-loop'],
  },
  {
    id: 'server.mail-loop',
    actor: 'server-admin',
    ways: [
      { says: ['loop'], origin: 'any', weight: 8, not: ['login', 'to-itself', 'alias', 'verification'] },
      { says: ['received-headers', 'too-many'], steps: ['data'], weight: 12 },
    ],
  },
  {
    id: 'server.not-accepting',
    givesNoReason: true,
    actor: 'server-admin',
    ways: [
      {
        says: ['welcome'],
        codes: [421, 521, 550, 554],
        not: ['mailbox-noun', 'account', 'sender-address'],
        sure: 'likely',
        weight: 2,
      },
    ],
    alternatives: ['phrase.client-refused', 'phrase.block-list', 'recipient.null-mx'],
  },
];
