/**
 * The steps of a session, in the order in which they usually happen. One vocabulary for events, outcomes, reports and
 * the window; the names are part of the command line's JSON and therefore stable.
 */
import * as v from 'valibot';

export const PHASES = [
  'dns',
  'connect',
  'greeting',
  'ehlo',
  'starttls',
  'tls',
  'ehlo-tls',
  'auth',
  'ehlo-auth',
  'mail',
  'rcpt',
  'data',
  'rset',
  'command',
  'quit',
] as const;

export const PhaseSchema = v.picklist(PHASES);
export type Phase = v.InferOutput<typeof PhaseSchema>;

/** The three moments at which a server states what it offers. */
export const CAPABILITY_STAGES = ['plain', 'tls', 'auth'] as const;
export const CapabilityStageSchema = v.picklist(CAPABILITY_STAGES);
export type CapabilityStage = v.InferOutput<typeof CapabilityStageSchema>;
