/** Where to listen, as typed: port, host:port, [v6]:port or an absolute path. */
export interface ListenAddress {
  readonly host: string | null;
  readonly port: number | null;
  readonly path: string | null;
}

export type ParsedListenAddress =
  | { readonly ok: true; readonly address: ListenAddress; readonly open: boolean }
  | { readonly ok: false; readonly reason: string };

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

export function parseListenAddress(text: string): ParsedListenAddress {
  const typed = text.trim();
  if (typed.startsWith('/') || /^\\\\[.?]\\pipe\\/.test(typed)) {
    return { ok: true, address: { host: null, port: null, path: typed }, open: false };
  }
  const match = /^(?:(?:\[([^\]]+)\]|([^:\s]+)):)?(\d{1,5})$/.exec(typed);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535)
    return { ok: false, reason: 'Write a port, host:port, or the absolute path of a socket' };
  const host = match[1] ?? match[2] ?? '127.0.0.1';
  return { ok: true, address: { host, port, path: null }, open: !LOOPBACK.test(host) };
}
