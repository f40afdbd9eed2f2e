/** The registry of checks: one line for each. */
import { certificateEndCheck } from './tls/certificate-end.ts';
import { certificateCheck } from './tls/certificate.ts';
import { clearFallbackCheck } from './tls/clear-fallback.ts';
import { clearLoginCheck } from './login/clear-login.ts';
import { deadAddressCheck } from './reach/dead-address.ts';
import { disclosureCheck } from './session/disclosure.ts';
import { eightBitCheck } from './message/eight-bit.ts';
import { goodbyeCheck } from './session/goodbye.ts';
import { greetingNameCheck } from './session/greeting-name.ts';
import { helloCheck } from './session/hello.ts';
import { implicitTlsCheck } from './tls/implicit-tls.ts';
import { loginAttemptsCheck } from './login/login-attempts.ts';
import { longLinesCheck } from './message/long-lines.ts';
import { mailHostsCheck } from './reach/mail-hosts.ts';
import { maskingCheck } from './session/masking.ts';
import { proxyHeaderCheck } from './session/proxy-header.ts';
import { sizeCheck } from './session/size.ts';
import { slowStepCheck } from './session/slow-step.ts';
import { tlsOfferAgainCheck } from './tls/offer-again.ts';
import { tlsOfferCheck } from './tls/offer.ts';
import { tlsVersionCheck } from './tls/version.ts';
import { trustedClientCheck } from './session/trusted-client.ts';
import { wireAnomaliesCheck } from './session/wire-anomalies.ts';
import type { Check } from './types.ts';

export const checks: readonly Check[] = [
  certificateCheck,
  certificateEndCheck,
  tlsVersionCheck,
  implicitTlsCheck,
  mailHostsCheck,
  clearFallbackCheck,
  maskingCheck,
  tlsOfferCheck,
  tlsOfferAgainCheck,
  clearLoginCheck,
  deadAddressCheck,
  proxyHeaderCheck,
  greetingNameCheck,
  helloCheck,
  sizeCheck,
  slowStepCheck,
  goodbyeCheck,
  disclosureCheck,
  trustedClientCheck,
  loginAttemptsCheck,
  longLinesCheck,
  eightBitCheck,
  wireAnomaliesCheck,
];
