/** Options to an envelope. What is a matter of the protocol is judged by the engine, not here. */
import type { ProfileContent } from '../../protocol/values/profiles/profile.ts';
import type { Envelope } from '../../protocol/values/target.ts';
import { type EnvelopeValues, extensions as extensionGroup, reports as reportGroup } from '../options/message.ts';
import { givenOf } from '../options/types.ts';
import { splitReports } from '../../protocol/parse/addresses/recipient-reports.ts';
import { UsageError } from '../status.ts';

/**
 * null when neither sender nor recipient is given. `usual`: those of a profile, for what is not given.
 * @throws UsageError when only one is there
 */
export function envelopeFrom(
  {
    envelope = {},
    reports: dsn = {},
    extensions = {},
    delivery: { chunking, pipelining, maxRecipients } = {},
  }: EnvelopeValues,
  usual: ProfileContent['envelope'] | null = null,
): Envelope | null {
  const { from: given, to: recipients, mailOptions, rcptOptions, ...declared } = envelope;
  const from = given ?? (usual === null || usual.from === '' ? undefined : usual.from);
  const to = recipients ?? usual?.to ?? [];
  if (from === undefined && to.length === 0) {
    const [orphan] = [...givenOf(reportGroup, dsn), ...givenOf(extensionGroup, extensions)];
    if (orphan !== undefined) throw new UsageError(`--${orphan.name} is of no use without --from and --to`);
    return null;
  }
  if (from === undefined) throw new UsageError("--from is missing ('<>' is the null sender)");
  if (to.length === 0) throw new UsageError('--to is missing');
  const typed = to.map(splitReports);
  const perRecipient = typed.flatMap(({ reports }, index) => (reports === null ? [] : [{ index, ...reports }]));
  return {
    ...(Object.keys(dsn).length === 0 ? {} : { dsn }),
    ...extensions,
    ...(chunking === undefined ? {} : { chunking }),
    ...(pipelining === undefined ? {} : { pipelining }),
    ...(maxRecipients === undefined ? {} : { maxRecipients }),
    from: from === '<>' ? '' : from,
    to: typed.map(({ text }) => text),
    ...(perRecipient.length === 0 ? {} : { perRecipient }),
    ...(mailOptions === undefined ? {} : { mailOptions: [...mailOptions] }),
    ...(rcptOptions === undefined ? {} : { rcptOptions: [...rcptOptions] }),
    ...declared,
  };
}
