/** How the test server stands, in words and colours. */
import { plural } from '../../../electron/texts/units.ts';
import { visible } from '../../../electron/texts/visible.ts';
import type {
  ListenerConfig,
  ListenerSecurity,
  ListenerState,
  ServerState,
  SessionEndReason,
} from '../../../electron/ipc/schemas/server.ts';
import type { Tone } from '../../ui/tone.ts';

export function serverTone(state: ServerState | null): Tone {
  if (state?.running !== true) return 'neutral';
  return state.listeners.some((listener) => listener.error !== null) ? 'warn' : 'ok';
}

/** "3 listeners · 12 new" */
export function serverNote(state: ServerState | null): string {
  if (state === null) return '';
  if (state.phase === 'starting' || state.phase === 'stopping') return `${state.phase}…`;
  const parts = [
    state.running ? plural(state.listeners.filter((each) => each.listening).length, 'listener') : 'stopped',
  ];
  if (state.unread > 0) parts.push(`${state.unread} new`);
  return parts.join(' · ');
}

export const securities = {
  none: 'no TLS',
  starttls: 'STARTTLS offered',
  'starttls-required': 'STARTTLS required',
  tls: 'implicit TLS',
} satisfies Record<ListenerSecurity, string>;

/** The address other programs need, with the port that was really taken. */
export function listenerAddress(config: ListenerConfig, boundPort: number | null): string {
  if (config.path !== null) return config.path;
  const host = config.host ?? '127.0.0.1';
  const port = boundPort ?? config.port ?? 0;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

export const listenerName = ({ config }: ListenerState): string =>
  `${config.protocol.toUpperCase()}, ${securities[config.security]}`;

const reasons = {
  quit: 'ended with QUIT',
  'client-closed': 'client closed the connection',
  'client-reset': 'client reset the connection',
  timeout: 'client was silent too long',
  'server-stopped': 'the test server was stopped',
  limit: 'a limit was reached',
  protocol: 'client broke the protocol',
  'tls-failed': 'TLS handshake failed',
  refused: 'connection refused',
} satisfies Record<SessionEndReason, string>;

export const endReasonText = (reason: SessionEndReason | null): string =>
  reason === null ? 'in progress' : reasons[reason];

export function endReasonTone(reason: SessionEndReason | null, rejected: number): Tone {
  if (reason === null) return 'info';
  if (reason === 'quit') return rejected > 0 ? 'warn' : 'ok';
  return reason === 'server-stopped' ? 'neutral' : 'warn';
}

export const sessionName = (helo: string | null): string => (helo === null ? 'no name given' : visible(helo));
