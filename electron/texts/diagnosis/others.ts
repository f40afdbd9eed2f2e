/** Diagnoses that are named as alternatives, and whose families have no file of their own yet. */
import { rfc } from '../rfc.ts';
import type { DiagnosisText } from './types.ts';

export const otherTexts = {
  'phrase.greylisting': {
    title: 'Greylisting',
    cause: 'The server puts every first attempt off and takes the mail when it comes again.',
    remedy:
      'Greylisting: try again after a few minutes, with the same sender and recipient and from the same address, as every mail server does.',
    source: rfc(6647, '2'),
    sign: 'The same message is taken after some minutes.',
  },
  'phrase.client-refused': {
    title: 'This client is not allowed',
    cause: 'The server refuses the network address that the connection comes from.',
    remedy:
      'The server takes nothing from strangers here: log in where it offers that (submission, 587 and 465), or have this address allowed.',
    source: rfc(5321, '7.8'),
    sign: 'From another network the server answers otherwise.',
  },
  'phrase.block-list': {
    title: 'On a block list',
    cause:
      'The server refuses mail because a block list has what the reply names, as a rule the network address it comes from.',
    remedy:
      'Look the address up at the list that the reply names, take away the reason (spam from a compromised account or machine), and have it removed there.',
    source: rfc(5782, '1'),
    sign: 'The list’s own page shows the address.',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
