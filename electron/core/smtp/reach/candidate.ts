/** A place to connect to, as it is found by looking up the target. */
import type { Family } from '../../../protocol/values/common.ts';

export interface Candidate {
  /** The name, or the address where there is none; null for a Unix socket. */
  readonly host: string | null;
  /** null for a Unix socket, and for a name that the proxy looks up. */
  readonly address: string | null;
  readonly family: Family | null;
}
