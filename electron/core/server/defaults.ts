/** The test server as it is on first start: three listeners on loopback, on ports nobody needs to be root for. */
import type { ServerConfig } from '../../protocol/values/server/server.ts';

export const DEFAULT_PORTS = { smtp: 2525, smtps: 2465, lmtp: 2424 } as const;
/** That of Python's smtpd. */
export const DEFAULT_MAX_MESSAGE_BYTES = 33_554_432;

export function defaultServerConfig(hostname: string): ServerConfig {
  const local = { host: '127.0.0.1', path: null, nextFree: true } as const;
  return {
    hostname,
    listeners: [
      { id: 'smtp', protocol: 'smtp', security: 'starttls', port: DEFAULT_PORTS.smtp, ...local },
      { id: 'smtps', protocol: 'smtp', security: 'tls', port: DEFAULT_PORTS.smtps, ...local },
      { id: 'lmtp', protocol: 'lmtp', security: 'none', port: DEFAULT_PORTS.lmtp, ...local },
    ],
    maxMessageBytes: DEFAULT_MAX_MESSAGE_BYTES,
    smtputf8: true,
    auth: { enabled: true, acceptAny: true, required: false, allowClear: true, mechanisms: ['PLAIN', 'LOGIN'] },
  };
}
