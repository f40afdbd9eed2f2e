/** Ways in which a connection is made secure, each once; `auto` is settled by the port before anything is connected. */
import { SUBMISSIONS_PORT } from './ports.ts';

/** What a session really does. `starttls`: required. `tls`: from the first octet. */
export const SETTLED_SECURITY = ['none', 'starttls', 'starttls-if-offered', 'tls'] as const;
export type SettledSecurity = (typeof SETTLED_SECURITY)[number];

/** What may be asked for. */
export const SECURITY = ['auto', ...SETTLED_SECURITY] as const;
export type AskedSecurity = (typeof SECURITY)[number];

/** `auto`: implicit TLS on its own port, else STARTTLS where it is offered. */
export function settleSecurity(security: AskedSecurity, port: number | null): SettledSecurity {
  if (security !== 'auto') return security;
  return port === SUBMISSIONS_PORT ? 'tls' : 'starttls-if-offered';
}
