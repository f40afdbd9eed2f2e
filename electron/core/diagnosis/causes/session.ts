/** The form of the session: order, syntax, time, line ends, TLS before commands. */
import type { Cause } from '../types.ts';

export const sessionCauses: readonly Cause[] = [
  {
    id: 'phrase.starttls-first',
    actor: 'you',
    asks: ['tls'],
    // Subject 4 is about the way to the next server: then it is that one which has no TLS.
    ruledOutBy: ({ reply }) => reply.enhanced?.subject === 4,
    ways: [
      {
        says: ['starttls', 'required'],
        not: ['not-supported', 'syntax', 'client-certificate', 'tls-active', 'login-demanded'],
        steps: ['ehlo', 'auth', 'mail', 'rcpt', 'data'],
        weight: 4,
      },
      {
        says: ['tls', 'required'],
        not: [
          'not-supported',
          'syntax',
          'client-certificate',
          'mechanism',
          'already',
          'parameter-name',
          'login-demanded',
          'the-next-server',
          'extension-name',
        ],
        steps: ['ehlo', 'mail', 'rcpt', 'data'],
        weight: 4,
      },
      {
        says: ['not-over-tls', ['blocked', 'refused', 'too-fast']],
        not: ['login', 'not-supported', 'client-certificate'],
        steps: ['ehlo', 'mail', 'rcpt', 'data'],
        weight: 4,
      },
      {
        says: ['insecure', 'refused'],
        not: ['login', 'mechanism', 'password', 'credentials', 'not-supported', 'client-certificate'],
        steps: ['ehlo', 'mail', 'rcpt', 'data'],
        weight: 4,
      },
    ],
    experiments: ['with-starttls', 'implicit-tls'],
  },
  {
    id: 'session.tls-already-active',
    actor: 'you',
    ways: [{ says: ['tls', 'tls-active'], codes: [454, 500, 501, 502, 503, 504, 554], steps: ['starttls'], weight: 4 }],
  },
  {
    id: 'session.hello-missing',
    actor: 'you',
    ways: [
      { says: ['hello-first'], not: ['invalid'], weight: 8 },
      { says: ['hello-alone'], codes: [500, 501], sure: 'likely', weight: 8 },
      { says: ['hello', 'required'], codes: [503, 502, 501], steps: ['mail', 'rcpt', 'auth', 'data'] },
    ],
    alternatives: ['phrase.hello-name', 'session.command-syntax'],
  },
  {
    id: 'session.command-order',
    actor: 'you',
    ways: [
      { says: ['out-of-order'], codes: [500, 502, 503, 554], not: ['internal'], plain: true, sure: 'likely' },
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
    id: 'session.command-syntax',
    actor: 'you',
    ways: [
      {
        says: [
          'syntax',
          ['invalid', 'failed', 'unknown', 'not-allowed', 'required', 'missing', 'command', 'a-command'],
        ],
        codes: [500, 501, 502],
        not: [
          'domain',
          'parameter-name',
          'send-as',
          'address-form',
          'an-argument',
          'too-many',
          'line-length',
          'too-large',
        ],
        steps: ['ehlo', 'starttls', 'auth', 'mail', 'rcpt', 'data', 'command', 'rset', 'quit'],
      },
      { says: ['syntax'], codes: [500, 501], sure: 'likely', not: ['parameter-name'] },
      { says: ['a-command', 'required', 'syntax'], codes: [501] },
      { says: ['chunking', 'syntax', ['missing', 'invalid']], codes: [500, 501] },
      { says: ['syntax-log'], origin: 'any', weight: 12, not: ['domain'] },
    ],
    alternatives: ['session.unknown-command', 'session.parameter-invalid', 'address.form'],
  },
  {
    id: 'session.parameter-invalid',
    actor: 'you',
    ways: [
      { says: ['one-parameter', 'invalid'], codes: [501, 504, 553, 555], weight: 3, not: ['disabled'], sure: 'likely' },
      {
        says: [
          ['one-parameter', 'parameter-name'],
          ['invalid', 'unknown'],
        ],
        codes: [500],
        at: ['mail', 'rcpt'],
        weight: 3,
        not: ['disabled'],
      },
      {
        says: [
          'parameter-name',
          [
            'invalid',
            'required',
            'syntax',
            'missing',
            'already',
            'too-many',
            'mismatch',
            'out-of-order',
            'not-supported',
            'unknown',
            'both',
          ],
        ],
        codes: [501, 503, 504, 553, 555],
        steps: ['mail', 'rcpt'],
        weight: 2,
        not: ['disabled'],
      },
    ],
    alternatives: ['session.parameter-unsupported'],
    experiments: ['plain-message'],
  },
  {
    id: 'session.parameter-unsupported',
    actor: 'you',
    ways: [
      { says: [['parameter', 'parameter-name'], 'disabled'], codes: [501, 503, 504, 550, 555], weight: 3 },
      {
        says: ['parameter', ['not-supported', 'unknown']],
        codes: [501, 503, 504, 550, 555],
        steps: ['mail', 'rcpt'],
        weight: 3,
      },
      {
        says: ['an-argument'],
        codes: [501, 503, 504, 550, 555],
        steps: ['mail', 'rcpt'],
        not: ['invalid'],
        weight: 16,
      },
      { says: ['an-argument'], codes: [500], at: ['mail', 'rcpt'], not: ['invalid'], weight: 16 },
      { says: ['smtp-extension', 'is-not-offered'], origin: 'client', sure: 'likely' },
      { says: ['extension-name', 'disabled'], codes: [500, 501, 502, 504], at: ['mail', 'rcpt'], weight: 3 },
      { says: ['parameter'], codes: [555], steps: ['mail', 'rcpt'] },
      { codes: [555], at: ['mail', 'rcpt'] },
    ],
    alternatives: ['session.parameter-invalid'],
    experiments: ['plain-message'],
  },
  {
    id: 'session.unknown-command',
    actor: 'you',
    // 504 is about what stands behind the command: of AUTH the mechanism.
    ruledOutBy: ({ phase, reply }) => phase === 'auth' && reply.code === 504,
    ways: [
      {
        says: [
          ['command', 'a-command'],
          ['unknown', 'not-supported'],
        ],
        codes: [500, 502, 504, 521],
        not: ['syntax', 'mechanism', 'too-many', 'vrfy', 'parameter-name', 'pipelining', 'out-of-order'],
        weight: 1,
      },
      {
        says: ['command', 'invalid'],
        codes: [500, 502],
        not: ['syntax', 'mechanism', 'too-many', 'vrfy', 'pipelining', 'hello', 'out-of-order'],
        weight: 1,
      },
      { says: ['command', ['refused', 'not-allowed']], codes: [500, 502], not: ['too-many', 'proxy', 'out-of-order'] },
      {
        says: ['command', 'unknown'],
        origin: 'client',
        // .NET writes so of every answer with 500, and of what was none.
        when: ({ reply }) => !reply.words.includes('server response was'),
        sure: 'likely',
        not: [
          'syntax',
          'mechanism',
          'local-mailer',
          'not-smtp',
          'own-file',
          'of-a-command',
          'other-service',
          'odd-greeting',
        ],
      },
      {
        says: ['unknown'],
        codes: [500],
        not: ['recipient', 'sender', 'domain', 'login', 'account', 'parameter', 'mechanism'],
        plain: true,
        sure: 'open',
      },
      { codes: [502], sure: 'likely', not: ['login', 'tls', 'vrfy'], plain: true },
    ],
    alternatives: ['session.command-order', 'session.command-syntax'],
  },
  {
    id: 'session.vrfy-disabled',
    // 252 leaves the matter to RCPT; a refusal is a setting of the server.
    actor: ({ reply }) => (reply.code === 252 && !/disabled|unable/i.test(reply.words) ? 'you' : 'server-admin'),
    ways: [
      {
        says: ['vrfy', ['not-supported', 'refused', 'disabled', 'not-allowed']],
        codes: [500, 502, 550, 554],
        weight: 4,
      },
      { says: ['no-vrfy'], codes: [500, 502, 550, 553, 554], weight: 10 },
      { says: ['probe-refused'], when: ({ reply }) => reply.code === null, origin: 'any', weight: 12 },
      { codes: [252], sure: 'proven' },
    ],
  },
  {
    id: 'session.etrn-refused',
    // 458: the server cannot, not will not (RFC 1985 section 5.3).
    actor: ({ reply }) => (reply.code === 458 && !/already/i.test(reply.words) ? 'server-admin' : 'you'),
    ways: [
      { codes: [458, 459], at: ['command'], sure: 'likely', weight: 4 },
      { codes: [458, 459], steps: ['command'], sure: 'open', weight: 4 },
      { says: ['etrn', ['refused', 'not-supported', 'not-allowed', 'already', 'failed']], weight: 2 },
    ],
  },
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
        codes: [421, 451, 450, 442],
        not: ['login-service', 'backend', 'lookup', 'scan', 'sender', 'recipient', 'lost-client', 'way-to-another'],
        plain: true,
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
      { says: ['too-many', 'errors'], not: ['login', 'recipients', 'loop', 'mailbox'], weight: 2 },
      { says: ['too-many-commands'], not: ['rate'], weight: 12 },
      { says: ['protocol-errors'], origin: 'any', weight: 16 },
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
  {
    id: 'phrase.client-certificate',
    actor: 'you',
    // 538 is about the encryption that a login needs.
    ruledOutBy: ({ reply }) => reply.code === 538,
    ways: [
      { says: ['client-certificate', ['required', 'missing']], weight: 6 },
      { says: ['peer-showed-none'], origin: 'any', weight: 22 },
    ],
  },
  {
    id: 'session.client-certificate-refused',
    actor: 'you',
    ways: [
      {
        says: ['client-certificate', ['refused', 'invalid', 'failed', 'mismatch', 'unknown']],
        weight: 4,
        not: ['required'],
      },
      { says: ['peer-alert', 'client-certificate'], origin: 'client', weight: 8, sure: 'likely' },
    ],
  },
];
