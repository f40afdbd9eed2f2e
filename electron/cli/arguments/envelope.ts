/** Options to an envelope. What is a matter of the protocol is judged by the engine, not here. */
import type { ProfileContent } from '../../protocol/values/profiles/profile.ts';
import type { DsnOptions, Envelope } from '../../protocol/values/target.ts';
import { type EnvelopeValues, extensions as extensionGroup } from '../options/message.ts';
import { UsageError } from '../status.ts';

/**
 * null when neither sender nor recipient is given. `usual`: those of a profile, for what is not given.
 * @throws UsageError when only one is there
 */
export function envelopeFrom(
  { envelope = {}, extensions = {}, delivery: { chunking, pipelining } = {} }: EnvelopeValues,
  usual: ProfileContent['envelope'] | null = null,
): Envelope | null {
  const { from: given, to: recipients, mailOptions, rcptOptions, ...declared } = envelope;
  const from = given ?? (usual === null || usual.from === '' ? undefined : usual.from);
  const to = recipients ?? usual?.to ?? [];
  if (from === undefined && to.length === 0) {
    const orphan = Object.entries(extensionGroup.options).find(([key]) => Object.hasOwn(extensions, key))?.[1];
    if (orphan !== undefined) throw new UsageError(`--${orphan.name} is of no use without --from and --to`);
    return null;
  }
  if (from === undefined) throw new UsageError("--from is missing ('<>' is the null sender)");
  if (to.length === 0) throw new UsageError('--to is missing');
  const { dsnNotify, dsnRet, dsnEnvid, dsnOrcpt, ...asked } = extensions;
  const dsn: DsnOptions = {
    ...(dsnNotify === undefined ? {} : { notify: dsnNotify }),
    ...(dsnRet === undefined ? {} : { ret: dsnRet }),
    ...(dsnEnvid === undefined ? {} : { envid: dsnEnvid }),
    ...(dsnOrcpt === undefined ? {} : { orcpt: dsnOrcpt }),
  };
  return {
    ...(Object.keys(dsn).length === 0 ? {} : { dsn }),
    ...asked,
    ...(chunking === undefined ? {} : { chunking }),
    ...(pipelining === undefined ? {} : { pipelining }),
    from: from === '<>' ? '' : from,
    to: [...to],
    ...(mailOptions === undefined ? {} : { mailOptions: [...mailOptions] }),
    ...(rcptOptions === undefined ? {} : { rcptOptions: [...rcptOptions] }),
    ...declared,
  };
}
