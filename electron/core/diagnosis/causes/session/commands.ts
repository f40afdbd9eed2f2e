/** A command of itself: its form, its parameters, whether the server has it. */
import type { Cause } from '../../types.ts';

export const commandCauses: readonly Cause[] = [
  {
    id: 'session.command-syntax',
    actor: 'you',
    ways: [
      { says: ['argument-expected'], codes: [500, 501, 503, 504, 521], weight: 24 },
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
    // 504 is about what follows the command: of AUTH the mechanism.
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
          'pipelining',
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
      { codes: [458, 459], steps: ['command'], sure: 'likely', weight: 4 },
      { says: ['etrn', ['refused', 'not-supported', 'not-allowed', 'already', 'failed']], weight: 2 },
    ],
  },
];
