/** The registry of checks: one line for each. */
import { certificateCheck } from './certificate.ts';
import { disclosureCheck } from './disclosure.ts';
import { longLinesCheck } from './long-lines.ts';
import { tlsOfferCheck } from './tls-offer.ts';
import { wireAnomaliesCheck } from './wire-anomalies.ts';
import type { Check } from './types.ts';

export const checks: readonly Check[] = [
  certificateCheck,
  tlsOfferCheck,
  disclosureCheck,
  longLinesCheck,
  wireAnomaliesCheck,
];
