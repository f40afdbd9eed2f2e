/** The test server's listeners in words for a terminal: what `npm start` shows, with or without a display. */
import type { ListenerState } from '../../protocol/values/server/server.ts';
import { listenReason } from '../../texts/app/app-errors.ts';
import { hostPortText } from '../../protocol/parse/host-port.ts';

const securityWords = {
  none: 'no TLS',
  starttls: 'STARTTLS',
  'starttls-required': 'STARTTLS required',
  tls: 'implicit TLS',
} as const;

export function announcement({ config, boundPort, listening, error }: ListenerState): string {
  const scheme = config.security === 'tls' ? `${config.protocol}s` : config.protocol;
  const where = config.path ?? `${scheme}://${hostPortText(config.host ?? '', boundPort ?? config.port)}`;
  const words = config.path === null ? securityWords[config.security] : `${scheme}, ${securityWords[config.security]}`;
  if (listening) return `Test server: ${where} (${words})`;
  return `Test server: ${where} is not listening${error === null ? '' : `: ${listenReason(error)}`}`;
}
