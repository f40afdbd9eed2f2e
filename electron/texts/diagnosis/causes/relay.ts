/** Diagnoses of relaying, in words. */
import { rfc } from '../../rfc.ts';
import type { DiagnosisText } from '../types.ts';

export const relayTexts = {
  'phrase.relay-denied': {
    title: 'Relaying refused',
    cause: 'The recipient’s domain is not one of this server’s own, and it does not pass mail on for this client.',
    remedy:
      'This server passes mail on for that domain only when it knows you: log in, or send to the server that is responsible for the domain (its MX).',
    source: rfc(5321, '3.6.2'),
    sign: 'After a login, or for a recipient of the server’s own domain, it is taken.',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
