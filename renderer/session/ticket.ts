/** What "Copy for ticket" puts on the clipboard: plain text with the verdict first and the evidence after it, no secret in it. */
import { capabilityTable } from '../../electron/protocol/fold/capabilities.ts';
import { certificateVerdict, expiryText, tlsVersion } from '../../electron/texts/session/tls.ts';
import { duration } from '../../electron/texts/units.ts';
import { peerText, runVerdict, type RunView } from './verdict/verdict.ts';
import { replyText } from '../../electron/texts/replies/quoted.ts';
import { stageText } from '../../electron/texts/session/phases.ts';
import { timelineSteps } from '../../electron/protocol/fold/timeline.ts';
import { stepText } from '../../electron/texts/session/timeline.ts';
import { transcriptText } from './transcript/transcript.ts';
import type { TranscriptRow } from '../../electron/protocol/fold/transcript.ts';
import { visible } from '../../electron/texts/visible.ts';

export function ticketText(run: RunView, rows: Iterable<TranscriptRow>, now: Date): string {
  const { facts } = run.log;
  const verdict = runVerdict(run);
  const { target } = facts;
  const how = target === null ? '' : ` (${target.protocol.toUpperCase()}, ${target.security})`;
  const out = [
    `${verdict.badge}: ${verdict.title}`,
    verdict.sentence,
    ...(verdict.cause === null ? [] : [`Why: ${verdict.cause}`]),
    ...(verdict.sure === null ? [] : [`How sure: ${verdict.sure}`]),
    ...(verdict.actor === null ? [] : [`Who can act: ${verdict.actor}`]),
    ...(verdict.remedy === null ? [] : [`What to do: ${verdict.remedy}`]),
    '',
    `Server: ${peerText(target, run.targetText)}${how}`,
    `Time: ${facts.startedAt ?? now.toISOString()}${facts.end === null ? '' : `, took ${duration(facts.end.durationMs)}`}`,
  ];
  if (facts.tls !== null) {
    const [leaf] = facts.tls.chain;
    const expiry = leaf === undefined ? '' : `, ${expiryText(leaf, now.getTime())}`;
    out.push(`TLS: ${tlsVersion(facts.tls.version)}, ${facts.tls.cipher}, ${certificateVerdict(facts.tls)}${expiry}`);
  }
  const steps = timelineSteps(facts, facts.lastMs);
  if (steps.length > 0) {
    out.push('', 'Steps:');
    for (const step of steps) {
      const { label, detail, value } = stepText(step, facts.target?.protocol ?? 'smtp');
      const name = [label, detail ?? ''].join(' ').trim();
      out.push(`  ${name}: ${value}${step.state === 'failed' ? '  <- failed' : ''}`);
    }
  }
  const table = capabilityTable(facts.capabilities);
  for (const [column, stage] of table.stages.entries()) {
    const offered = table.rows.flatMap((row) => {
      const cell = row.cells[column];
      return cell === null || cell === undefined || cell === 'gone'
        ? []
        : [[row.keyword, ...cell.params].map(visible).join(' ')];
    });
    out.push('', `Offered ${stageText(stage)}: ${offered.join(', ') || 'nothing'}`);
  }
  const recipients = facts.recipients.filter((each) => each !== null);
  if (recipients.length > 0) {
    out.push('', 'Recipients:');
    for (const { address, reply, final } of recipients) {
      const last = final ?? reply;
      out.push(`  <${visible(address)}>: ${last === null ? 'no answer' : replyText(last)}`);
    }
  }
  out.push('', 'Transcript:', transcriptText(rows));
  return out.join('\n');
}
