/** The state of one client session: its plan, its connection, what the server offers now; and the phases it goes through. */
import type { Ehlo } from '../../protocol/values/session/reply.ts';
import type { MailRoute, Outcome } from '../../protocol/values/session/outcome.ts';
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { TlsInfo } from '../../protocol/values/session/tls.ts';
import type { SecureContext } from 'node:tls';
import { culpritIn } from '../tls/culprit.ts';
import type { ClientIdentity } from '../tls/material.ts';
import type { ConnectionPlan } from './plan/arguments.ts';
import type { ChannelBinding } from '../sasl/types.ts';
import type { DnsClient } from '../ports.ts';
import type { DropPoint } from '../../protocol/values/connection.ts';
import type { ProxyLogin } from './proxy/negotiation.ts';
import type { Candidate } from './reach/candidate.ts';
import { Connection } from './connection/connection.ts';
import { Phases } from './phases.ts';
import { SecretScrubber } from './connection/scrub.ts';
import type { SessionRecorder } from '../recording/recorder.ts';
import type { ConnectionSecrets, SessionContext } from './types.ts';
import { createDnsClient } from '../dns/client.ts';
import type { StepResult } from './step.ts';
import { TransactionState } from './transaction/state.ts';
import { has } from '../wire/ehlo.ts';

/** RFC 8996: not to be used. Whoever asks for them sees what they offer, and sends no secret there. */
const obsolete = new Set(['TLSv1', 'TLSv1.1']);

const always = () => true;

export class ClientSession {
  /** Its security changes where `auto` finds out that the server speaks TLS from the first octet. */
  plan: ConnectionPlan;
  readonly recorder: SessionRecorder;
  readonly signal: AbortSignal;
  readonly secrets = new SecretScrubber();
  /** The one in use: renew() puts another in its place. */
  connection: Connection;
  /** Of the last EHLO, HELO or LHLO; forgotten at STARTTLS (RFC 3207 section 4.2). */
  ehlo: Ehlo | null = null;
  tls: TlsInfo | null = null;
  /** What SASL can be bound to; none without TLS. */
  bindings: readonly ChannelBinding[] = [];
  /** See ConnectionPlan.verifiedName. */
  verifiedName: string;
  /** Read before anything is connected (connection-secrets.ts). */
  identity: ClientIdentity | null = null;
  /** Of a library's caller, in place of the one made from the plan. */
  secureContext: SecureContext | null = null;
  proxyLogin: ProxyLogin | null = null;
  readonly privateParts: ConnectionSecrets;
  /** See SessionContext.probesSilence. */
  readonly probesSilence: boolean;
  /** See SessionContext.hashesBody. */
  readonly hashesBody: () => boolean;
  readonly openDns: (server: string | null) => DnsClient;
  /** Broken off because the user asked for it: whatever the connection says of its end is no failure. */
  dropped = false;
  /** The certificate did not pass and that was the end: not a word more goes to whoever is there. */
  mistrusted = false;
  readonly phases: Phases;
  /** Of the transaction under way or just done. */
  readonly transaction = new TransactionState();

  constructor(
    plan: ConnectionPlan,
    recorder: SessionRecorder,
    context: SessionContext,
    privateParts: ConnectionSecrets = {},
  ) {
    this.plan = plan;
    this.verifiedName = plan.verifiedName;
    this.privateParts = privateParts;
    this.openDns = context.dns ?? createDnsClient;
    this.probesSilence = context.probesSilence ?? true;
    this.hashesBody = context.hashesBody ?? always;
    this.recorder = recorder;
    this.signal = context.signal;
    this.phases = new Phases(recorder);
    this.connection = this.#connect();
  }

  /** AUTH was answered with success on this connection. */
  loggedIn = false;
  /** Where the mail of the target's domain goes; null where that was not asked. */
  route: MailRoute | null = null;
  /** Where the connection in use goes; null before there is one. */
  candidate: Candidate | null = null;

  /** Another connection in place of one that is closed: what was learnt over that one is forgotten. */
  renew(): void {
    this.phases.renew();
    this.transaction.renew();
    this.connection = this.#connect();
    this.ehlo = null;
    this.tls = null;
    this.bindings = [];
    this.loggedIn = false;
    this.mistrusted = false;
  }

  #connect(): Connection {
    const { recorder, secrets, signal, phases, transaction } = this;
    return new Connection({ recorder, secrets, signal, phases, transaction });
  }

  get lmtp(): boolean {
    return this.plan.target.protocol === 'lmtp';
  }

  /** Of the last EHLO or LHLO. */
  offers(keyword: string): boolean {
    return this.ehlo !== null && has(this.ehlo, keyword);
  }

  /** Runs one phase: its beginning and end are reported, and everything said meanwhile belongs to it. */
  inPhase<T>(phase: Phase, run: () => Promise<StepResult<T>>): Promise<StepResult<T>> {
    return this.phases.step(phase, this.signal, run);
  }

  /** True when the user wants to go no further than this; stopAfter() is to follow. Asked without a wait, which a session has too many of. */
  endsAfter(point: DropPoint): boolean {
    return this.plan.quitAfter === point || this.plan.dropAfter === point;
  }

  /** Where the user wants the connection broken off after this, that is done. */
  async stopAfter(point: DropPoint): Promise<void> {
    if (this.plan.quitAfter === point || this.plan.dropAfter !== point) return;
    this.dropped = true;
    await this.connection.drop();
  }

  /** Both in one. */
  async stopsAfter(point: DropPoint): Promise<boolean> {
    if (!this.endsAfter(point)) return false;
    await this.stopAfter(point);
    return true;
  }

  /** True when a credential may be entrusted to the link: no version that RFC 8996 forbids, and a certificate that may stand. */
  get verified(): boolean {
    return this.#trusted && this.tls !== null && !obsolete.has(this.tls.version);
  }

  /** The certificate passed, or the user overruled it. */
  get #trusted(): boolean {
    return this.tls !== null && (this.tls.authorized || this.tls.pinned || this.plan.insecure);
  }

  /** "CN=mx.example.org, valid until 2025-01-01": what the verdict on the chain is about. */
  #blame(tls: TlsInfo): string {
    const culprit = culpritIn(tls, new Date().toISOString());
    if (culprit === null) return '';
    const { subject, issuer, validFrom, validTo, key, signature } = culprit.certificate;
    switch (tls.chainError) {
      case 'expired':
        return `${subject}, valid until ${(validTo ?? '').slice(0, 10)}`;
      case 'not-yet-valid':
        return `${subject}, valid from ${(validFrom ?? '').slice(0, 10)}`;
      case 'incomplete-chain':
        return `${issuer}, issuer of ${subject}`;
      case 'weak-key':
        return `${subject}, key ${key}`;
      case 'weak-signature':
        return `${subject}, signed by ${signature ?? 'an old algorithm'}`;
      default:
        return subject;
    }
  }

  /** The outcome of a certificate that failed, null when none did or the user overruled it. `withheld`: a credential was, for that. */
  certificateFailure(phase: Phase, withheld = phase === 'auth'): Outcome | null {
    const { tls } = this;
    if (tls === null || this.#trusted) return null;
    const chain = tls.chainError !== null;
    return {
      code: 'tls-failed',
      phase,
      temporary: false,
      reply: null,
      params: {
        check: chain ? 'chain' : 'name',
        chainError: tls.chainError,
        libraryCode: tls.chainErrorCode,
        detail: chain ? this.#blame(tls) : (tls.nameError ?? ''),
        ...(withheld ? { withheld } : {}),
      },
    };
  }
}
