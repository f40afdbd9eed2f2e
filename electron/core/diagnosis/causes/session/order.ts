/** The order of commands: what has to come first, and what has no place there. */
import type { Cause } from '../../types.ts';

export const commandOrderCauses: readonly Cause[] = [
  {
    id: 'session.hello-missing',
    actor: 'you',
    ways: [
      { says: ['hello-first'], not: ['invalid'], weight: 8 },
      { says: ['hello-alone'], codes: [500, 501], sure: 'likely', weight: 8 },
      { says: ['hello', 'required'], codes: [503], steps: ['mail', 'rcpt', 'auth', 'data'] },
      // 501 and 502 may as well be about what follows EHLO.
      { says: ['hello', 'required'], codes: [502, 501], steps: ['mail', 'rcpt', 'auth', 'data'], sure: 'likely' },
    ],
    alternatives: ['phrase.hello-name', 'session.command-syntax'],
  },
  {
    id: 'session.command-order',
    actor: 'you',
    ways: [
      {
        says: ['out-of-order'],
        codes: [500, 502, 503, 554],
        not: ['internal', 'some-error'],
        plain: true,
        sure: 'likely',
      },
      { says: ['out-of-order'], enhanced: ['5.5.1', '5.5.0'], plain: true },
      { says: ['a-command', 'already'], codes: [500, 502, 503], not: ['tls', 'login'] },
      { says: ['sender', 'already'], codes: [500, 502, 503], not: ['tls', 'login'] },
      {
        says: ['a-command', 'required'],
        codes: [502, 503],
        not: ['syntax', 'tls', 'valid-recipients', 'login', 'hello-first', 'proxy', 'pipelining'],
        plain: true,
        sure: 'likely',
      },
      {
        says: ['a-command', ['not-allowed', 'not-supported', 'refused']],
        codes: [503],
        not: ['tls', 'vrfy', 'relay', 'proxy', 'sender', 'login', 'pipelining'],
        weight: -2,
      },
      { says: ['sender-first'], codes: [500, 502, 503, 554], weight: 6 },
      { says: ['a-command', 'transaction'], codes: [503], weight: 6 },
      { says: ['transaction'], codes: [503] },
      { says: ['already'], codes: [503], not: ['tls', 'login'], plain: true, sure: 'likely', weight: -2 },
    ],
  },
  {
    id: 'session.no-valid-recipients',
    actor: 'you',
    ways: [
      {
        says: ['valid-recipients'],
        steps: ['data'],
        when: ({ reply }) => reply.code !== null,
        not: ['sender-first'],
        origin: 'any',
        weight: 8,
      },
      {
        says: ['valid-recipients'],
        steps: ['data'],
        when: ({ reply }) => reply.code === null,
        // In a report it stands beside each of them why it was not taken.
        not: ['sender-first', 'host-of-address', 'no-such-mailbox', 'mailbox-full', 'inbound-domain-missing'],
        origin: 'any',
        weight: 8,
      },
      { says: ['valid-recipients'], at: ['data'], weight: 12 },
      {
        at: ['data'],
        codes: [503, 554],
        enhanced: ['5.5.1', '5.5.0'],
        when: ({ session }) => session.earlier.some(({ phase }) => phase === 'rcpt'),
        sure: 'likely',
      },
    ],
  },
  {
    id: 'session.proxy-not-trusted',
    // A command that the server's own processes use among themselves.
    actor: ({ reply }) => (/internalcmd/i.test(reply.words) ? 'you' : 'server-admin'),
    ways: [
      {
        says: ['proxy', ['refused', 'not-allowed', 'invalid', 'required', 'failed', 'missing', 'not-supported']],
        weight: 2,
        not: ['relay', 'transaction', 'not-smtp', 'open-proxy', 'dns', 'lookup'],
        sure: 'likely',
      },
    ],
  },
];
