/** Diagnoses of how much and how fast, in words. */
import { rfc } from '../../rfc.ts';
import type { DiagnosisText } from '../types.ts';

export const rateTexts = {
  'phrase.greylisting': {
    title: 'Greylisting',
    cause: 'The server puts every first attempt off and takes the mail when it comes again.',
    remedy:
      'Greylisting: try again after a few minutes, with the same sender and recipient and from the same address, as every mail server does.',
    source: rfc(6647, '2'),
    sign: 'The same message is taken after some minutes.',
  },
  'rate.too-fast': {
    title: 'Too much in too short a time',
    cause:
      'The server takes only so many messages or connections in a time from one client or sender, and this was more.',
    remedy:
      'Send more slowly: fewer connections at once and pauses between messages; try what was refused again later.',
    source: rfc(5321, '4.5.4.1'),
    sign: 'A single message, an hour later, is taken.',
  },
  'rate.per-connection': {
    title: 'Too many messages in one connection',
    cause: 'The server takes only so many messages in one connection.',
    remedy: 'Open a new connection for the next messages.',
    source: rfc(5321, '3.8'),
    sign: 'In a new connection the same message is taken.',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
