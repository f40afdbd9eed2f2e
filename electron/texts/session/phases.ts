/** The steps of a session in words: a label for rows, and what was going on, to be put after "while". */
import type { Protocol } from '../../protocol/values/connection.ts';
import type { CapabilityStage, Phase } from '../../protocol/values/session/phase.ts';

export interface PhaseText {
  readonly label: string;
  /** Completes "The connection ended while ...". */
  readonly doing: string;
}

const phases = {
  dns: { label: 'DNS', doing: 'looking up the name' },
  connect: { label: 'Connect', doing: 'connecting' },
  greeting: { label: 'Greeting', doing: 'waiting for the greeting' },
  ehlo: { label: 'EHLO', doing: 'waiting for the answer to EHLO' },
  starttls: { label: 'STARTTLS', doing: 'waiting for the answer to STARTTLS' },
  tls: { label: 'TLS handshake', doing: 'negotiating TLS' },
  'ehlo-tls': { label: 'EHLO over TLS', doing: 'waiting for the answer to the EHLO after TLS' },
  auth: { label: 'AUTH', doing: 'logging in' },
  'ehlo-auth': { label: 'EHLO after AUTH', doing: 'waiting for the answer to the EHLO after AUTH' },
  mail: { label: 'MAIL', doing: 'waiting for the answer to MAIL' },
  rcpt: { label: 'RCPT', doing: 'waiting for the answer to RCPT' },
  data: { label: 'DATA', doing: 'handing over the message' },
  rset: { label: 'RSET', doing: 'waiting for the answer to RSET' },
  command: { label: 'Command', doing: 'waiting for the answer to a command' },
  quit: { label: 'QUIT', doing: 'saying goodbye' },
} satisfies Record<Phase, PhaseText>;

/** LMTP greets with LHLO where SMTP has EHLO (RFC 2033 section 4.1). */
export function phaseText(phase: Phase, protocol: Protocol = 'smtp'): PhaseText {
  const text = phases[phase];
  if (protocol === 'smtp') return text;
  return { label: text.label.replace('EHLO', 'LHLO'), doing: text.doing.replace('EHLO', 'LHLO') };
}

const stages = {
  plain: 'before TLS',
  tls: 'after TLS',
  auth: 'after AUTH',
} satisfies Record<CapabilityStage, string>;

export function stageText(stage: CapabilityStage): string {
  return stages[stage];
}
