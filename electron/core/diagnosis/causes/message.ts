/** The message itself: too large, its header, parts, letters beyond ASCII, and the way it went. */
import type { Cause } from '../types.ts';

const dataSteps = ['data'] as const;
const mailSteps = ['mail', 'rcpt', 'data'] as const;

export const messageCauses: readonly Cause[] = [
  {
    id: 'message.too-large',
    actor: 'you',
    // Every server takes lines of 1000 octets and messages of 64 KiB (RFC 5321, 4.5.3.1): a limit of a few hundred octets is of something else.
    ruledOutBy: ({ reply }) =>
      /\b(?:maximum|limit|most)\D{0,40}\b\d{1,4} ?(?:bytes|octets|characters)\b/.test(reply.words),
    ways: [
      {
        says: ['too-large', 'size-word'],
        steps: mailSteps,
        not: [
          'header-large',
          'line-length',
          'send-allowance',
          'loop',
          'unscannable',
          'mixed-recipients',
          'mailbox-full',
          'command',
          'size-value',
          'given-up',
          'address-form',
        ],
        weight: 12,
      },
      {
        enhanced: ['5.3.4', '5.2.3'],
        at: ['mail', 'data'],
        not: ['header-word', 'line-length', 'unscannable'],
        sure: 'likely',
      },
      {
        says: ['too-large', 'size-word'],
        origin: 'client',
        not: ['line-length', 'mailbox-full', 'tls', 'not-tls', 'mailbox-noun', 'of-a-command'],
        weight: 12,
      },
    ],
    alternatives: ['phrase.mailbox-full', 'session.parameter-invalid'],
  },
  {
    id: 'message.header-missing',
    actor: 'you',
    ways: [
      {
        says: ['header-missing'],
        steps: dataSteps,
        not: ['body-separator', 'header-duplicate'],
        weight: 18,
        sure: 'likely',
      },
    ],
    alternatives: ['message.malformed'],
  },
  {
    id: 'message.header-duplicate',
    actor: 'you',
    ways: [{ says: ['header-duplicate'], steps: dataSteps, weight: 20 }],
  },
  {
    id: 'message.header-too-large',
    actor: 'you',
    ways: [{ says: ['header-large'], steps: dataSteps, not: ['line-length', 'received-headers'], weight: 20 }],
  },
  {
    id: 'message.malformed',
    actor: 'you',
    ways: [
      {
        says: ['malformed'],
        steps: dataSteps,
        not: [
          'header-duplicate',
          'line-length',
          'line-end',
          'header-large',
          'sender-policy',
          'policy-word',
          'loop-mark',
          'command',
          'not-tls',
          'connections',
        ],
        weight: 12,
      },
      { says: ['malformed', 'loop-mark'], steps: dataSteps, sure: 'likely' },
      {
        says: ['malformed', 'policy-word'],
        at: dataSteps,
        sure: 'likely',
      },
      {
        enhanced: ['5.6.0'],
        at: dataSteps,
        sure: 'likely',
        not: ['virus-word', 'spam-word', 'line-length', 'line-end'],
      },
    ],
    alternatives: ['message.header-missing', 'message.header-duplicate', 'phrase.sender-not-owned', 'server.mail-loop'],
  },
  {
    id: 'message.attachment-forbidden',
    actor: 'you',
    ways: [
      { says: ['attachment-forbidden'], steps: dataSteps, not: ['virus-word', 'unscannable'], weight: 16 },
      { says: ['banned-file'], steps: dataSteps, not: ['virus-word'], weight: 14 },
      {
        says: ['dangerous-content'],
        steps: dataSteps,
        codes: [550, 552, 554],
        not: ['virus-word', 'spam-word'],
        sure: 'likely',
        weight: 6,
      },
    ],
  },
  {
    id: 'message.attachment-unscannable',
    actor: 'you',
    ways: [{ says: ['unscannable'], steps: dataSteps, weight: 16 }],
    alternatives: ['message.attachment-forbidden'],
  },
  {
    id: 'message.eight-bit-refused',
    actor: 'you',
    ways: [
      { says: ['eight-bit', ['refused', 'invalid', 'not-allowed']], at: dataSteps, weight: 8 },
      { says: ['ascii-alone'], steps: mailSteps, not: ['address-noun'], weight: 12 },
    ],
    ruledOutBy: ({ message }) => message.eightBit === false,
    alternatives: ['message.malformed'],
  },
  {
    id: 'message.utf8-not-declared',
    actor: 'you',
    ways: [
      { says: ['only-with-utf8'], steps: mailSteps, not: ['not-offered'], weight: 22 },
      { enhanced: ['5.6.7'], steps: ['mail', 'rcpt'], not: ['not-offered'], sure: 'likely' },
    ],
    alternatives: ['message.utf8-not-supported'],
  },
  {
    id: 'message.utf8-not-supported',
    actor: 'you',
    ways: [{ says: ['letters-beyond-ascii', 'not-offered'], origin: 'any', steps: mailSteps, weight: 20 }],
  },
  {
    id: 'message.given-up',
    actor: 'server-admin',
    // Whatever else is said is why it was given up, known or not.
    ways: [
      {
        says: ['given-up'],
        not: ['certificate', 'tls', 'plan', 'password', 'token', 'recipient'],
        plain: true,
        weight: 20,
      },
      {
        says: ['given-up'],
        not: ['plan', 'password', 'token'],
        when: ({ reply }) => reply.code === null || reply.enhanced?.detail === 7,
        sure: 'likely',
        weight: -14,
      },
      // Delivery time expired (RFC 3463 section 3.5).
      { enhanced: ['x.4.7'], not: ['idle', 'greylist'], sure: 'likely' },
    ],
  },
  {
    id: 'message.requiretls-unmet',
    actor: 'you',
    ways: [
      {
        says: ['requiretls', ['refused', 'not-supported', 'required', 'failed', 'not-allowed']],
        not: ['syntax'],
        weight: 14,
      },
    ],
  },
];
