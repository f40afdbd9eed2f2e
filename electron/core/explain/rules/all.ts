/**
 * Rules that are not yet causes of `core/diagnosis/causes/providers`, by whose replies they are about. Tables are made when they are asked for: most sessions see no refusal, and hundreds of sentences
 * would make each start of the command line longer.
 */
import type { Family } from '../../../protocol/providers/marks.ts';
import type { Rule } from '../types.ts';
import { appleRules, yahooRules } from './mailboxes.ts';

export const rulesOf: Readonly<Partial<Record<Family, () => readonly Rule[]>>> = {
  yahoo: yahooRules,
  apple: appleRules,
};
