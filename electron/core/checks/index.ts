/** The registry of checks: one line for each. */
import { certificateCheck } from './certificate.ts';
import { clearFallbackCheck } from './clear-fallback.ts';
import { clearLoginCheck } from './clear-login.ts';
import { deadAddressCheck } from './dead-address.ts';
import { disclosureCheck } from './disclosure.ts';
import { eightBitCheck } from './eight-bit.ts';
import { goodbyeCheck } from './goodbye.ts';
import { helloCheck } from './hello.ts';
import { implicitTlsCheck } from './implicit-tls.ts';
import { loginAttemptsCheck } from './login-attempts.ts';
import { longLinesCheck } from './long-lines.ts';
import { mailHostsCheck } from './mail-hosts.ts';
import { maskingCheck } from './masking.ts';
import { providerReplyCheck } from './provider-reply.ts';
import { proxyHeaderCheck } from './proxy-header.ts';
import { tlsOfferCheck } from './tls-offer.ts';
import { tlsVersionCheck } from './tls-version.ts';
import { wireAnomaliesCheck } from './wire-anomalies.ts';
import type { Check } from './types.ts';

export const checks: readonly Check[] = [
  providerReplyCheck,
  certificateCheck,
  tlsVersionCheck,
  implicitTlsCheck,
  mailHostsCheck,
  clearFallbackCheck,
  maskingCheck,
  tlsOfferCheck,
  clearLoginCheck,
  deadAddressCheck,
  proxyHeaderCheck,
  helloCheck,
  goodbyeCheck,
  disclosureCheck,
  loginAttemptsCheck,
  longLinesCheck,
  eightBitCheck,
  wireAnomaliesCheck,
];
