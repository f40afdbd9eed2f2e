/** How the test server stands, in words and colours. */
import { plural } from '../../../electron/texts/units.ts';
import { visible } from '../../../electron/texts/visible.ts';
import type {
  ListenerConfig,
  ListenerSecurity,
  ListenerState,
  ServerState,
  SessionEndReason,
} from '../../../electron/protocol/values/server/server.ts';
import type { Tone } from '../../ui/tone.ts';
import { hostPortText } from '../../../electron/protocol/parse/host-port.ts';
import { DEFAULT_LISTEN_HOST } from '../../../electron/protocol/parse/listen-address.ts';

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
  return hostPortText(config.host ?? DEFAULT_LISTEN_HOST, boundPort ?? config.port ?? 0);
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
  script: 'as the script says',
  failed: 'the test server itself failed',
} satisfies Record<SessionEndReason, string>;

/** A sentence for the head of a transcript: why it ended, and what that usually means. */
const explanations = {
  quit: 'It ended as it should: the client said QUIT.',
  'client-closed':
    'The client closed the connection without QUIT. Port checks do that, and programs that crash or give up.',
  'client-reset': 'The client reset the connection: it was killed, or it closed while answers were still on their way.',
  timeout: 'The client said nothing for too long, and the server hung up.',
  'server-stopped': 'The test server was stopped, or this listener was changed, while the session went on.',
  limit: 'A limit was reached: too many errors, too many octets or too many sessions. The last replies say which.',
  protocol: 'What the client sent could not be understood, and it was not safe to go on.',
  'tls-failed':
    'The TLS handshake failed: most often the client does not trust the certificate of the test server, or it spoke TLS where none was expected.',
  refused: 'The connection was refused right after it was made.',
  script:
    'The script of the test server closed it, or a recipient at error.test asked for that. The client did nothing wrong.',
  failed: 'Something in the test server itself failed; its log says what. The client did nothing wrong.',
} satisfies Record<SessionEndReason, string>;

export const endExplanation = (reason: SessionEndReason | null): string =>
  reason === null ? 'The session goes on.' : explanations[reason];

export const endReasonText = (reason: SessionEndReason | null): string =>
  reason === null ? 'in progress' : reasons[reason];

export function endReasonTone(reason: SessionEndReason | null, rejected: number): Tone {
  if (reason === null) return 'info';
  if (reason === 'quit') return rejected > 0 ? 'warn' : 'ok';
  return reason === 'server-stopped' ? 'neutral' : 'warn';
}

export const sessionName = (helo: string | null): string => (helo === null ? 'no name given' : visible(helo));
