/** What each experiment shows of which causes: where it gets past the refusal, and where it ends in the same way. */
import type { DiagnosisId } from '../../../texts/diagnosis/all.ts';
import type { ExperimentId } from '../../../protocol/values/session/experiment.ts';
import type { OutcomeCode } from '../../../protocol/values/session/outcome.ts';

/** A diagnosis, or an end without words. */
export type AnswerId = DiagnosisId | `outcome.${OutcomeCode}`;

export interface Meaning {
  /** It got past the refusal: it was one of these, where one of these was named. */
  readonly proves: readonly AnswerId[];
  /** It got past the refusal: none of these, even where nothing else is proven. */
  readonly clears?: readonly AnswerId[];
  /** It ended in the same way: none of these. */
  readonly excludes: readonly AnswerId[];
}

const names = [
  'phrase.hello-name',
  'sender-policy.hello-refused',
  'sender-policy.hello-unresolvable',
  'sender-policy.hello-of-another',
] as const;
/** What ends a session that began in the way in which this port does not. */
export const wrongBeginning = [
  'client.plain-on-tls-port',
  'outcome.security-mismatch',
  'outcome.timeout',
  'outcome.server-disconnected',
] as const;
const tlsFirst = ['phrase.starttls-first', 'auth.tls-first'] as const;
const noWay = ['client.refused', 'client.timed-out', 'outcome.connect-failed', 'outcome.timeout'] as const;
const ofMessage = [
  'phrase.spam',
  'content.virus',
  'content.phishing',
  'reputation.link-listed',
  'message.attachment-forbidden',
  'message.attachment-unscannable',
  'message.header-missing',
  'message.header-duplicate',
  'message.header-too-large',
  'message.malformed',
  'message.eight-bit-refused',
  'message.too-large',
  'session.line-too-long',
  'session.bare-line-end',
  'session.parameter-invalid',
  'session.parameter-unsupported',
] as const;
const forATime = [
  'phrase.greylisting',
  'server.busy',
  'server.internal-error',
  'server.shutting-down',
  'server.lookup-broken',
  'server.backend-unreachable',
  'server.scan-failed',
  'phrase.too-many-connections',
  'rate.too-fast',
  'sender.allowance-used-up',
  'recipient.rate-limited',
  'recipient.verify-temporary',
  'sender.verify-temporary',
  'sender.domain-lookup-failed',
  'mailbox.busy',
  'auth.backend-broken',
] as const;

export const meanings: Readonly<Record<ExperimentId, Meaning>> = {
  'with-login': {
    proves: ['phrase.login-first', 'phrase.relay-denied', 'phrase.client-refused', 'sender.looks-forged'],
    excludes: ['phrase.login-first'],
  },
  'with-starttls': {
    proves: [...tlsFirst, 'auth.not-offered', 'client.auth-not-offered', 'outcome.auth-unavailable'],
    excludes: [...tlsFirst],
  },
  'tls-here': { proves: [...wrongBeginning, ...tlsFirst], excludes: ['client.plain-on-tls-port'] },
  'implicit-tls': {
    proves: [
      ...wrongBeginning,
      ...tlsFirst,
      ...noWay,
      'client.plain-text-for-tls',
      'client.starttls-not-offered',
      'reach.another-host-answers',
    ],
    excludes: [...tlsFirst],
  },
  'port-587': {
    proves: [
      ...noWay,
      'auth.not-offered',
      'client.auth-not-offered',
      'outcome.auth-unavailable',
      'phrase.relay-denied',
      'reach.another-host-answers',
    ],
    excludes: [],
  },
  'other-mechanism': {
    proves: ['auth.mechanism-not-available', 'auth.exchange-broken'],
    // The same password was taken.
    clears: [
      'auth.bad-credentials',
      'auth.password-beyond-ascii',
      'auth.account-disabled',
      'auth.credentials-expired',
      'phrase.app-password',
    ],
    excludes: ['auth.mechanism-not-available', 'auth.exchange-broken'],
  },
  'without-pipelining': {
    proves: ['session.pipelining', 'session.spoke-too-early', 'session.command-order'],
    excludes: ['session.pipelining'],
  },
  'plain-message': {
    proves: ofMessage,
    clears: ['reputation.address-poor', 'reputation.domain-poor', 'reputation.address-blocked', 'phrase.block-list'],
    excludes: ofMessage,
  },
  'other-family': {
    proves: ['client.no-route', 'client.timed-out', 'outcome.connect-failed', 'outcome.timeout'],
    excludes: [],
  },
  'other-hello': { proves: names, excludes: names },
  'ask-mx': {
    proves: ['phrase.relay-denied', 'recipient.domain-not-hosted'],
    clears: ['phrase.no-such-mailbox', 'phrase.domain-not-found', 'recipient.null-mx'],
    excludes: [],
  },
  'other-login': {
    proves: [
      'auth.bad-credentials',
      'auth.password-beyond-ascii',
      'auth.account-disabled',
      'auth.credentials-expired',
      'phrase.app-password',
    ],
    clears: ['auth.backend-broken', 'auth.exchange-broken', 'auth.mechanism-not-available'],
    // Two wrong logins end alike.
    excludes: [],
  },
  'as-smtp': { proves: ['lmtp.is-smtp'], excludes: ['lmtp.is-smtp'] },
  'as-lmtp': { proves: ['lmtp.is-lmtp'], excludes: ['lmtp.is-lmtp'] },
  later: {
    proves: forATime,
    clears: ['phrase.client-refused', 'phrase.no-such-mailbox', 'phrase.block-list', 'mailbox.disabled'],
    excludes: [],
  },
};
