/** smtp://, smtps:// and lmtp:// URLs, with a user and a password as other programs put them there (RFC 3986 section 3.2.1). */
import { Draft, failed, readPort, targetText, type ImportResult } from './imported.ts';

const form =
  /^(smtps?|lmtp):\/\/(?:([^@/?#]*)@)?(\[[0-9a-f:.]+\]|[^:/?#@[\]]+)(?::([0-9]*))?(?:\/([^?#]*))?(?:[?#].*)?$/i;

export function fromUrl(text: string): ImportResult {
  const matched = form.exec(text.trim());
  if (matched === null) return failed('bad-target');
  const [, scheme = '', login, host = '', portText = ''] = matched;
  const port = portText === '' ? null : readPort(portText);
  if (portText !== '' && port === null) return failed('bad-target');
  const draft = new Draft();
  const secure = scheme.toLowerCase() === 'smtps';
  if (scheme.toLowerCase() === 'lmtp') draft.connection.protocol = 'lmtp';
  if (secure) draft.connection.security = 'tls';
  if (login !== undefined && login !== '') {
    const colon = login.indexOf(':');
    const user = decoded(colon < 0 ? login : login.slice(0, colon));
    const password = colon < 0 ? null : decoded(login.slice(colon + 1));
    if (user === null || (colon >= 0 && password === null)) return failed('syntax');
    draft.user = user;
    draft.password = password === '' ? null : password;
  }
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  const target = targetText(bare, port ?? (secure ? 465 : null));
  return { ok: true, form: 'url', found: [draft.finish(target, bare)] };
}

/** null for a percent sign without two hexadecimal digits behind it, or octets that are no UTF-8. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
