/** Everything odd in what the server sent: one finding per kind, with the lines that show it. */
import type { Anomaly } from '../../../protocol/values/session/reply.ts';
import type { Finding } from '../../../protocol/values/session/report.ts';
import type { Check } from '../types.ts';

/** Oddities that programs cope with are information; those that can make programs disagree about a reply are warnings. */
const grave: ReadonlySet<Anomaly> = new Set<Anomaly>([
  'bare-cr',
  'nul',
  'code-mismatch',
  'missing-separator',
  'malformed-code',
  'empty-line',
  'truncated',
  'unsolicited',
  'after-starttls',
]);

export const wireAnomaliesCheck: Check = {
  name: 'wire-anomalies',
  run(facts) {
    const seen = new Map<Anomaly, number[]>();
    // What ended the session is its outcome, reported with what came; a peer of another kind is not to be judged by SMTP's rules.
    const reported = facts.error?.code === 'protocol-error' ? facts.error.params.anomaly : null;
    if (facts.error?.code === 'security-mismatch') return [];
    if (facts.error?.phase === 'greeting' && facts.error.code === 'protocol-error') return [];
    // A line and the note on it are one sighting.
    const shown = new Set(facts.transcript.flatMap((line) => (line.direction === 'received' ? line.anomalies : [])));
    for (const line of facts.transcript) {
      if (line.direction === 'sent') continue;
      if (line.direction === 'note' && line.anomalies.every((anomaly) => shown.has(anomaly))) continue;
      for (const anomaly of line.anomalies) {
        const lines = seen.get(anomaly) ?? [];
        lines.push(line.seq);
        seen.set(anomaly, lines);
      }
    }
    // Anomalies of a reply as a whole, such as differing codes, stand on no single line; where one does, it is not reported twice.
    const ofReplies = [
      facts.greeting,
      facts.sender,
      ...facts.recipients.flatMap((r) => [r.reply, r.final]),
      facts.error?.reply ?? null,
    ];
    for (const reply of ofReplies)
      for (const anomaly of reply?.anomalies ?? []) if (!seen.has(anomaly)) seen.set(anomaly, []);
    const ofCapabilities = Object.values(facts.ehlo).flatMap((ehlo) => ehlo?.capabilities ?? []);
    for (const { anomalies } of ofCapabilities)
      for (const anomaly of anomalies) if (!seen.has(anomaly)) seen.set(anomaly, []);
    if (reported !== null) seen.delete(reported);
    // Answers to a PROXY header are reported as such.
    if (facts.proxyHeader !== null) seen.delete('unsolicited');
    return [...seen].map(([anomaly, evidence]) => {
      const severity: Finding['severity'] = grave.has(anomaly) ? 'warning' : 'info';
      return { code: 'wire.anomaly' as const, severity, params: { anomaly, count: evidence.length }, evidence };
    });
  },
};
