/**
 * The lexicon: what words are about, and what is said of it. Each is a small set of wordings, on normal words (see `words.ts`), looked for in
 * one clause. A concept is no vendor's sentence: write the wordings that anybody could use, and let causes put concepts together.
 */
import type { Wording } from './any-of.ts';
import { clientConcepts } from './subjects/client.ts';
import { clientSideConcepts } from './subjects/client-side.ts';
import { clientTlsConcepts } from './subjects/client-tls.ts';
import { loginConcepts } from './subjects/login.ts';
import { messageConcepts } from './subjects/message.ts';
import { filterConcepts } from './subjects/filters.ts';
import { policyConcepts } from './subjects/policy.ts';
import { rateConcepts } from './subjects/rate.ts';
import { reputationConcepts } from './subjects/reputation.ts';
import { senderPolicyConcepts } from './subjects/sender-policy.ts';
import { serverConcepts } from './subjects/server.ts';
import { sessionConcepts } from './subjects/session.ts';
import { predicates } from './predicates.ts';
import { recipientConcepts } from './subjects/recipient.ts';
import { senderConcepts } from './subjects/sender.ts';
import { topicConcepts } from './topics.ts';
import { transactionConcepts } from './subjects/transaction.ts';

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
  ...policyConcepts,
  ...filterConcepts,
  ...topicConcepts,
  ...clientConcepts,
  ...clientTlsConcepts,
  ...clientSideConcepts,
} as const satisfies Readonly<Record<string, Wording>>;

export type Concept = keyof typeof concepts;
