/** Every diagnosis in words. `DiagnosisId` is made from these tables, so a cause cannot have an id without words. */
import { authTexts } from './causes/auth.ts';
import { liveTexts } from './live.ts';
import { mailboxTexts } from './causes/mailbox.ts';
import { messageTexts } from './causes/message.ts';
import { clientSideTexts } from './causes/client-side.ts';
import { clientTlsTexts } from './causes/client-tls.ts';
import { connectTexts } from './causes/connect.ts';
import { recipientTexts } from './causes/recipient.ts';
import { policyTexts } from './causes/policy.ts';
import { relayTexts } from './causes/relay.ts';
import { senderTexts } from './causes/sender.ts';
import { rateTexts } from './causes/rate.ts';
import { reputationTexts } from './causes/reputation.ts';
import { senderPolicyTexts } from './causes/sender-policy.ts';
import { serverTexts } from './causes/server.ts';
import { godaddyTexts } from './providers/godaddy.ts';
import { googleTexts } from './providers/google.ts';
import { otherMailboxTexts } from './providers/mailboxes.ts';
import { microsoftTexts } from './providers/microsoft.ts';
import { serviceTexts } from './providers/services.ts';

import { appleTexts } from './providers/apple.ts';
import { googleMailTexts } from './providers/google-mail.ts';
import { microsoftMailTexts } from './providers/microsoft-mail.ts';
import { yahooTexts } from './providers/yahoo.ts';
import { sessionTexts } from './causes/session.ts';
import type { DiagnosisParams, DiagnosisText, Sentence } from './types.ts';

const table = {
  ...authTexts,
  ...sessionTexts,
  ...serverTexts,
  ...relayTexts,
  ...recipientTexts,
  ...mailboxTexts,
  ...senderTexts,
  ...messageTexts,
  ...liveTexts,
  ...connectTexts,
  ...clientTlsTexts,
  ...clientSideTexts,
  ...reputationTexts,
  ...senderPolicyTexts,
  ...rateTexts,
  ...policyTexts,
  ...googleTexts,
  ...googleMailTexts,
  ...microsoftTexts,
  ...otherMailboxTexts,
  ...godaddyTexts,
  ...serviceTexts,
  ...microsoftMailTexts,
  ...yahooTexts,
  ...appleTexts,
} satisfies Readonly<Record<string, DiagnosisText>>;
export type DiagnosisId = keyof typeof table;

const texts: Readonly<Record<DiagnosisId, DiagnosisText>> = table;

export interface DiagnosisWords {
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
  readonly source: string;
  readonly verifiedOn: string | null;
}

const written = (sentence: Sentence, params: DiagnosisParams): string =>
  typeof sentence === 'string' ? sentence : sentence(params);

export function diagnosisWords(id: DiagnosisId, params: DiagnosisParams): DiagnosisWords {
  const { title, cause, remedy, source, verifiedOn } = texts[id];
  const { listed } = params;
  // By the list that says what the reply's code means, not by what such refusals mean elsewhere.
  const byList = listed?.means === id ? listed : null;
  return {
    title: written(title, params),
    cause:
      byList === null
        ? written(cause, params)
        : `${written(cause, params)} That is what ${byList.text} stands for on the list of ${byList.by}.`,
    remedy: written(remedy, params),
    source: byList?.source ?? written(source, params),
    verifiedOn: byList?.verifiedOn ?? (typeof verifiedOn === 'function' ? verifiedOn(params) : verifiedOn) ?? null,
  };
}

/** What would show that it is this cause; its first sentence where nothing better is known. */
export function tellApart(id: DiagnosisId): string {
  const { sign, cause } = texts[id];
  return sign ?? written(cause, {});
}

export const DIAGNOSIS_IDS = Object.keys(table).filter((id): id is DiagnosisId => id in table);
