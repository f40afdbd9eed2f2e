/** What the server offers, which depends on protocol, encryption, login, the handler's wishes and what is hidden. */
import type { CapabilityEdits, ServerConfig } from '../../../protocol/values/server/server.ts';
import { mechanisms } from '../../sasl/registry.ts';
import type { SessionConfig, SessionState } from '../session/state.ts';

/** All that an offer depends on beside the configuration: commands.ts keeps EHLO replies by these two, the user by being there at all. */
type Circumstances = Pick<SessionState, 'encrypted' | 'user'>;

/** Mechanisms that may be used now, in the configured order. Before TLS only those configured for it, and none unless configured. */
export function mechanismsOnOffer(
  state: Pick<SessionState, 'encrypted'>,
  config: Pick<SessionConfig, 'server' | 'security' | 'hidden'>,
): string[] {
  const { auth } = config.server;
  if (!auth.enabled || config.hidden.has('AUTH')) return [];
  if (!state.encrypted && (config.security === 'starttls-required' || !auth.allowClear)) return [];
  const configured = state.encrypted ? auth.mechanisms : (auth.clearMechanisms ?? auth.mechanisms);
  const names = configured.map((name) => name.toUpperCase());
  return names.filter((name) => {
    const known = mechanisms.find((one) => one.name === name);
    if (known === undefined || known.server === null) return false;
    // Who takes any password cannot prove that it knows the right one.
    return (state.encrypted || !known.needsBinding) && !(auth.acceptAny && known.provesServer);
  });
}

/**
 * Keywords that are neither offered nor understood, upper case. A handler that wants text gets no octets above 127: what brings
 * them is not offered (Python's smtpd: decode_data).
 */
export function hiddenKeywords(config: ServerConfig, wantsText: boolean): ReadonlySet<string> {
  const hidden = new Set((config.capabilities?.hide ?? []).map((keyword) => keyword.toUpperCase()));
  if (wantsText) for (const keyword of ['8BITMIME', 'SMTPUTF8', 'BINARYMIME']) hidden.add(keyword);
  // RFC 3030 section 3: BINARYMIME needs CHUNKING.
  if (hidden.has('CHUNKING')) hidden.add('BINARYMIME');
  return hidden;
}

/** Whether the extension is to be had now. */
export function offers(keyword: string, state: Circumstances, config: SessionConfig): boolean {
  if (config.hidden.has(keyword)) return false;
  switch (keyword) {
    case 'SMTPUTF8':
      return config.server.smtputf8;
    case 'STARTTLS':
      return !state.encrypted && (config.security === 'starttls' || config.security === 'starttls-required');
    case 'AUTH':
      return state.user !== null || mechanismsOnOffer(state, config).length > 0;
    case 'REQUIRETLS':
      // RFC 8689 section 2: only inside TLS.
      return state.encrypted;
    case 'XCLIENT':
      return config.server.xclient === true;
    case 'ETRN':
      return config.protocol === 'smtp';
    default:
      return true;
  }
}

/** In the order in which they are advertised. */
const KEYWORDS = [
  'PIPELINING',
  'SIZE',
  '8BITMIME',
  'BINARYMIME',
  'CHUNKING',
  'SMTPUTF8',
  'DSN',
  'STARTTLS',
  'REQUIRETLS',
  'AUTH',
  'ENHANCEDSTATUSCODES',
  'DELIVERBY',
  'MT-PRIORITY',
  'LIMITS',
  'XCLIENT',
  'ETRN',
  'VRFY',
  'HELP',
] as const;

/** Lines of the EHLO reply after the first. */
export function capabilityLines(state: Circumstances, config: SessionConfig): string[] {
  const lines = KEYWORDS.filter((keyword) => offers(keyword, state, config)).flatMap((keyword) => {
    switch (keyword) {
      case 'SIZE':
        // RFC 1870 section 4: 0 says that no limit is set.
        return [`SIZE ${config.server.maxMessageBytes}`];
      case 'AUTH': {
        const auth = state.user === null ? mechanismsOnOffer(state, config) : [];
        return auth.length > 0 ? [`AUTH ${auth.join(' ')}`] : [];
      }
      case 'LIMITS':
        return [`LIMITS ${limitsOf(config)}`];
      case 'XCLIENT':
        return ['XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT'];
      default:
        return [keyword];
    }
  });
  return editedLines(lines, config.server.capabilities);
}

/** RFC 9422 section 4. */
function limitsOf({ server, limits }: SessionConfig): string {
  const most = typeof server.maxMessages === 'number' ? `MAILMAX=${server.maxMessages} ` : '';
  return `${most}RCPTMAX=${limits.recipients}`;
}

/** Lines as somebody wants them instead. */
export function editedLines(lines: readonly string[], edits: CapabilityEdits | undefined): string[] {
  if (edits === undefined) return [...lines];
  const hidden = new Set(edits.hide.map((keyword) => keyword.toUpperCase()));
  const altered = new Map(edits.alter.map(({ keyword, line }) => [keyword.toUpperCase(), line]));
  const kept = lines.flatMap((line) => {
    const keyword = /^[^ =]*/.exec(line)?.[0].toUpperCase() ?? '';
    return hidden.has(keyword) ? [] : [altered.get(keyword) ?? line];
  });
  return [...kept, ...edits.add];
}
