/**
 * Every rule, by whose replies it is about. Tables are made when they are asked for: most sessions see no refusal, and hundreds of sentences
 * would make each start of the command line longer.
 */
import type { Family, Rule } from '../types.ts';
import { googleCustomerRules, googleRules } from './google.ts';
import { appleRules, godaddyRules, mailRuRules, qqRules, yahooRules, zohoRules } from './mailboxes.ts';
import { microsoftRules } from './microsoft.ts';
import { amazonSesRules, sendgridRules } from './services.ts';

export const rulesOf: Readonly<Record<Family, () => readonly Rule[]>> = {
  google: googleRules,
  'google-customer': googleCustomerRules,
  microsoft: microsoftRules,
  yahoo: yahooRules,
  apple: appleRules,
  'amazon-ses': amazonSesRules,
  sendgrid: sendgridRules,
  zoho: zohoRules,
  'mail-ru': mailRuRules,
  qq: qqRules,
  godaddy: godaddyRules,
};
