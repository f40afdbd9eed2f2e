/**
 * Findings on a server beside what stands in its place: none asks the server's administrator for what somebody else showed. The facts stay,
 * the advice gives way to the one that counts.
 */
import type { Finding } from '../../../protocol/values/session/report.ts';
import { besideAnotherHost, besideWhatEndsTls } from '../../../texts/diagnosis/live.ts';

/** `found`: what was judged of the session. */
export function steppingBack(checked: readonly Finding[], found: readonly Pick<Finding, 'id' | 'actor'>[]): Finding[] {
  const host = found.find(({ id }) => id === 'reach.another-host-answers');
  const between = host ?? found.find(({ id }) => id === 'client.tls-intercepted');
  if (between === undefined) return [...checked];
  const remedy = host === undefined ? besideWhatEndsTls : besideAnotherHost;
  return checked.map((finding) =>
    finding.actor === 'server-admin' && (host !== undefined || finding.id.startsWith('tls.'))
      ? { ...finding, severity: 'info', actor: between.actor, remedy }
      : finding,
  );
}
