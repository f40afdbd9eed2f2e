/** No connection, or one that broke: what a client program says before a server has refused anything. */
import type { Evidence } from '../../evidence.ts';
import type { Cause } from '../../types.ts';

/** A long text says more than such a sentence, though nobody here may understand it: then no claim is made. */
const short = ({ reply }: Evidence): boolean => reply.words.length <= 160;
const tlsPort = 465;
const noNetwork = /network is unreachable|enetunreach|can ?not assign requested address|eaddrnotavail/;
const ipv6 = /[0-9a-f]{1,4}::|(?:[0-9a-f]{1,4}:){4}/;

export const connectCauses: readonly Cause[] = [
  {
    id: 'client.refused',
    actor: 'server-admin',
    ways: [
      { says: ['was-refused'], origin: 'client', weight: 6, not: ['talks-to-own'] },
      { says: ['was-refused'], enhanced: ['x.4.1', 'x.4.316'] },
      { says: ['was-refused', 'delivery-log'] },
    ],
    experiments: ['port-587', 'implicit-tls'],
  },
  {
    id: 'client.timed-out',
    actor: 'network',
    ways: [
      { says: ['connect-timeout'], origin: 'client', weight: 4, not: ['at-greeting', 'handshake'], sure: 'likely' },
      { says: ['connect-timeout'], enhanced: ['x.4.1'], not: ['at-greeting', 'too-old'] },
      { says: ['connect-timeout', 'delivery-log'], not: ['at-greeting', 'too-old'] },
      { says: ['any-timeout'], origin: 'client', sure: 'likely', weight: -4 },
    ],
    alternatives: ['client.read-timeout', 'client.plain-on-tls-port'],
    experiments: ['port-587', 'other-family'],
  },
  {
    id: 'client.no-route',
    // Of IPv6 it is as a rule this machine that has none.
    actor: ({ reply: { words } }) => (noNetwork.test(words) && ipv6.test(words) ? 'you' : 'network'),
    ways: [{ says: ['no-way'], origin: 'client', weight: 5, not: ['connect-timeout'] }],
    experiments: ['other-family'],
  },
  {
    id: 'client.dns-failed',
    actor: 'network',
    ways: [
      {
        says: ['dns-silent'],
        origin: 'any',
        when: ({ reply }) => reply.code === null,
        sure: 'likely',
        weight: 12,
        not: ['dane-words', 'host-not-there', 'hello', 'sender'],
      },
      { says: ['dns-silent'], origin: 'client', sure: 'likely', weight: 14, not: ['dane-words', 'host-not-there'] },
    ],
    alternatives: ['client.name-not-found'],
  },
  {
    id: 'client.name-not-found',
    actor: 'you',
    ways: [
      { says: ['no-such-name'], origin: 'client', weight: 8, not: ['dns-silent', 'no-address', 'host-of-address'] },
      {
        says: ['host-not-there'],
        origin: 'client',
        weight: 8,
        not: ['no-address', 'sender-verify-failed'],
        sure: 'likely',
      },
    ],
    alternatives: ['client.dns-failed'],
  },
  {
    id: 'client.no-address',
    actor: 'dns-owner',
    ways: [
      { says: ['no-address'], origin: 'client', weight: 10 },
      { also: ['too-old', 'no-address'], origin: 'any', sure: 'likely', weight: 16 },
      { says: ['host-without-mx'], origin: 'any', sure: 'likely', weight: 16 },
    ],
    alternatives: ['client.name-not-found'],
  },
  {
    id: 'client.reset',
    // 10053: something on this very machine broke it off.
    actor: ({ reply }) => (/\b10053\b|software in your host/.test(reply.words) ? 'network' : 'server-admin'),
    ways: [
      { says: ['was-reset'], origin: 'client', weight: 4 },
      { says: ['was-reset'], enhanced: ['x.4.2'] },
      { says: ['was-reset', 'delivery-log'] },
    ],
  },
  {
    id: 'client.closed',
    actor: 'server-admin',
    ways: [
      { says: ['was-closed'], origin: 'client', weight: 2, sure: 'likely', not: ['logins-failed'] },
      { says: ['was-closed'], enhanced: ['x.4.2'], codes: [450, 451, 550], sure: 'likely' },
      { says: ['was-closed', 'delivery-log'], sure: 'likely' },
      { says: ['was-closed'], codes: [442], sure: 'likely' },
      { says: ['was-closed'], when: ({ reply }) => reply.code === null, enhanced: ['x.4.2'] },
    ],
    alternatives: ['client.reset', 'client.read-timeout', 'client.plain-on-tls-port'],
  },
  {
    id: 'client.closed-before-greeting',
    actor: 'server-admin',
    ways: [
      {
        says: [['was-closed', 'was-reset'], 'at-greeting'],
        origin: 'client',
        weight: 4,
        not: ['other-service', 'odd-greeting', 'any-timeout'],
        when: ({ target }) => target.port !== tlsPort,
      },
      { says: ['was-closed', 'at-greeting'], origin: 'client', not: ['any-timeout'] },
    ],
    alternatives: ['phrase.client-refused', 'client.plain-on-tls-port'],
  },
  {
    id: 'client.greeting-missing',
    actor: 'you',
    ways: [
      {
        says: [['any-timeout', 'never-came'], 'at-greeting'],
        origin: 'client',
        not: ['other-service', 'odd-greeting'],
        weight: 8,
      },
      {
        says: ['read-timeout', 'connected-line'],
        origin: 'client',
        not: ['a-command'],
        when: ({ target }) => target.port !== tlsPort,
      },
    ],
    experiments: ['implicit-tls'],
  },
  {
    id: 'client.read-timeout',
    actor: 'server-admin',
    ways: [
      {
        says: ['read-timeout'],
        origin: 'client',
        weight: 5,
        sure: 'likely',
        not: ['handshake', 'at-greeting', 'dns-silent', 'way-out-timed-out'],
      },
    ],
    alternatives: ['client.greeting-missing', 'client.plain-on-tls-port'],
  },
  {
    id: 'client.plain-on-tls-port',
    actor: 'you',
    ways: [
      {
        says: [['any-timeout', 'was-closed']],
        origin: 'client',
        not: ['tls-on-wire', 'connect-timeout', 'was-reset', 'about-certificate', 'no-way'],
        when: ({ target }) => target.port === tlsPort,
        sure: 'likely',
        weight: 16,
      },
    ],
    alternatives: ['client.closed', 'client.read-timeout'],
    experiments: ['implicit-tls'],
  },
  {
    id: 'client.proxy-refused',
    actor: 'network',
    ways: [{ says: ['proxy-refused'], origin: 'client', weight: 14 }],
    experiments: [],
  },
  {
    id: 'client.other-service',
    actor: 'you',
    ways: [
      { says: ['other-service'], origin: 'client', weight: 8, not: ['was-closed', 'not-tls', 'header-for-command'] },
      { also: ['greeting-of-another'], origin: 'client', weight: 40 },
      {
        says: ['odd-greeting'],
        origin: 'client',
        weight: 4,
        sure: 'open',
        not: ['was-closed', 'not-tls', 'any-timeout'],
      },
    ],
    alternatives: ['client.closed-before-greeting', 'client.plain-on-tls-port', 'phrase.client-refused'],
  },
  {
    id: 'client.socket-forbidden',
    actor: 'you',
    ways: [
      {
        says: ['not-allowed-here'],
        origin: 'client',
        sure: 'likely',
        weight: 2,
        not: ['disk', 'local-mailer', 'local-delivery'],
      },
    ],
    alternatives: ['client.refused'],
  },
  {
    id: 'client.no-connection',
    actor: 'network',
    ways: [
      // What qmail says of its own, in a code.
      {
        says: ['no-connection'],
        enhanced: ['x.4.1'],
        sure: 'likely',
        weight: -12,
        when: short,
        not: ['backend', 'lmtp'],
      },
      {
        says: ['no-connection'],
        origin: 'client',
        sure: 'likely',
        weight: -12,
        when: short,
        not: ['gives-no-reason', 'handshake'],
      },
    ],
    alternatives: ['client.refused', 'client.timed-out', 'client.name-not-found', 'client.closed'],
  },
  {
    id: 'client.no-reason',
    givesNoReason: true,
    actor: 'you',
    ways: [{ says: ['gives-no-reason'], origin: 'client', sure: 'likely', weight: -13, when: short }],
    alternatives: ['client.no-connection', 'client.login-refused', 'client.read-timeout'],
  },
  {
    id: 'client.reason-left-out',
    givesNoReason: true,
    actor: 'you',
    ways: [{ says: ['refused-without-reason'], origin: 'client', sure: 'likely', weight: -8, when: short }],
  },
];
