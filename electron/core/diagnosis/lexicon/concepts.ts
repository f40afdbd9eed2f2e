/**
 * The lexicon: what words are about, and what is said of it. Each is a small set of wordings, on normal words (see `words.ts`), looked for in
 * one clause. A concept is no vendor's sentence: write the wordings that anybody could use, and let causes put concepts together.
 */
import type { Wording } from './any-of.ts';
import { clientConcepts } from './client.ts';
import { clientSideConcepts } from './client-side.ts';
import { clientTlsConcepts } from './client-tls.ts';
import { loginConcepts } from './login.ts';
import { messageConcepts } from './message.ts';
import { rateConcepts } from './rate.ts';
import { reputationConcepts } from './reputation.ts';
import { senderPolicyConcepts } from './sender-policy.ts';
import { serverConcepts } from './server.ts';
import { sessionConcepts } from './session.ts';
import { predicates } from './predicates.ts';
import { recipientConcepts } from './recipient.ts';
import { senderConcepts } from './sender.ts';
import { topicConcepts } from './topics.ts';
import { transactionConcepts } from './transaction.ts';

export const concepts = {
  ...predicates,
  ...loginConcepts,
  ...sessionConcepts,
  ...serverConcepts,
  ...transactionConcepts,
  ...recipientConcepts,
  ...senderConcepts,
  ...messageConcepts,
  ...reputationConcepts,
  ...senderPolicyConcepts,
  ...rateConcepts,
  ...topicConcepts,
  ...clientConcepts,
  ...clientTlsConcepts,
  ...clientSideConcepts,
} as const satisfies Readonly<Record<string, Wording>>;

export type Concept = keyof typeof concepts;
