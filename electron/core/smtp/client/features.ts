/** What the last EHLO or LHLO offered, the way esmtp_features holds it: keyword in lower case, then everything after it as text. */
import type { Ehlo } from '../../../protocol/values/session/reply.ts';

const oldAuth = /^auth=(.*)$/i;

/** Empty after HELO. Of a repeated keyword the last line counts, but AUTH lines add up, the old `AUTH=` form included. */
export function featuresOf(ehlo: Ehlo | null): ReadonlyMap<string, string> {
  const features = new Map<string, string>();
  if (ehlo === null || ehlo.verb === 'HELO') return features;
  for (const line of ehlo.lines.slice(1)) {
    const text = line.trim();
    const old = oldAuth.exec(text)?.[1];
    const blank = text.search(/[ \t]/);
    const keyword = old === undefined ? (blank === -1 ? text : text.slice(0, blank)).toLowerCase() : 'auth';
    const params = old ?? (blank === -1 ? '' : text.slice(blank).trim());
    if (keyword === '') continue;
    features.set(keyword, keyword === 'auth' ? `${features.get('auth') ?? ''} ${params}` : params);
  }
  return features;
}
