/** What a message's HTML would have fetched, by the server it would have asked. */
export interface RemoteHost {
  readonly host: string;
  readonly urls: readonly string[];
}

/** Most asked first. What is no URL of a server stands under its scheme, or under "other". */
export function remoteByHost(urls: readonly string[]): RemoteHost[] {
  const hosts = new Map<string, string[]>();
  for (const url of urls) {
    const host = hostOf(url);
    hosts.set(host, [...(hosts.get(host) ?? []), url]);
  }
  return [...hosts].map(([host, found]) => ({ host, urls: found })).sort((a, b) => b.urls.length - a.urls.length);
}

function hostOf(url: string): string {
  // Without a scheme it would go by that of the page, which in mail is none: https stands in for it.
  const whole = /^[/\\]/.test(url) ? `https:${url}` : url;
  if (!URL.canParse(whole)) return 'other';
  const { host, protocol } = new URL(whole);
  return host === '' ? protocol.slice(0, -1) : host;
}
