/** Diagnoses of rules that are not named, in words. */
import { rfc } from '../../rfc.ts';
import type { DiagnosisText } from '../types.ts';

export const policyTexts = {
  'policy.not-named': {
    title: 'Refused by a rule that is not named',
    cause: 'A policy of the receiving side refused it, and the reply does not say which rule that was.',
    remedy:
      'The administrator of the receiving side finds the rule in the log of this moment; a plain message from the same sender shows whether it is about the content.',
    source: rfc(3463, '3.8'),
    sign: 'The server’s log names the rule.',
  },
  'policy.put-off': {
    title: 'Put off by a rule that is not named',
    cause: 'The receiving side put it off for now by a rule or filter of its own, and the reply does not say which.',
    remedy:
      'Try again later, as every mail server does by itself; if it lasts, the administrator of the receiving side finds the rule in the log of this moment.',
    source: rfc(3463, '3.8'),
    sign: 'It is put off again and again, however long the pause.',
  },
  'content.rule': {
    title: 'The content breaks a rule of the receiver',
    cause:
      'The receiving side refuses what the message holds: a word, a kind of part, a language or a form that its rules do not let in.',
    remedy:
      'Send the message without what the reply names; where it names nothing, a plain message from the same sender shows whether it is the content, and the administrator of the receiving side which rule.',
    source: rfc(5321, '7.9'),
    sign: 'The same sender’s plain message is taken.',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
