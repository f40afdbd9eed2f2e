/** The list that a survey is asked about, and what an earlier run of it has ended already. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Shard, isInShard } from '../../core/survey/targets/shard.ts';
import { parseTargetList, type TargetList } from '../../protocol/parse/lists/target-list.ts';
import { limits } from '../../protocol/values/survey/limits.ts';
import {
  type ListedTarget,
  type TargetRow,
  TargetRowSchema,
  type TargetTask,
} from '../../protocol/values/survey/targets.ts';
import * as v from 'valibot';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../status.ts';
import { readUtf8File, unreadableFile } from './read-text.ts';

/** @throws UsageError, AppError `invalid-argument` */
export async function readTargetList(
  file: string,
  { stdinWhole }: Pick<CommandContext, 'stdinWhole'>,
): Promise<TargetList> {
  const text = file === '-' ? (await stdinWhole('--targets')).toString('utf8') : await readUtf8File(file, '--targets');
  const list = parseTargetList(text);
  if (!list.ok)
    throw new UsageError(
      '--targets: the list has a column of passwords, which do not belong in a file: keep them with the profiles (posthorn profiles set-secret)',
    );
  return list.value;
}

/** Those of this shard. @throws UsageError where they are too many for one run */
export function targetsOfShard(list: TargetList, shard: Shard | undefined): readonly ListedTarget[] {
  const ours = shard === undefined ? list.targets : list.targets.filter((target) => isInShard(target, shard));
  if (ours.length > limits.targets.most)
    throw new UsageError(`--targets: more than ${limits.targets.most} targets; divide the list with --shard I/N`);
  return ours;
}

/** By which a line of the list is known again. */
export const targetName = ({ text, user }: Pick<ListedTarget, 'text' | 'user'>): string =>
  JSON.stringify([text, user ?? null]);

/**
 * What each target came to by the lines of an earlier run; where it stands there twice, the later. One that is not there is an empty
 * file. Lines that are none of ours are passed over. @throws AppError `invalid-argument`
 */
export async function readResults(file: string, task: TargetTask): Promise<ReadonlyMap<string, TargetRow>> {
  const found = new Map<string, TargetRow>();
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const row = rowOf(line, task);
      if (row !== null) found.set(targetName(row), row);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return found;
    throw unreadableFile(file, '--resume', error);
  }
  return found;
}

/** null for what was not tried: that is done again. */
function rowOf(line: string, task: TargetTask): TargetRow | null {
  const value = parsed(line);
  if (typeof value !== 'object' || value === null || !('target' in value) || !('do' in value)) return null;
  if (value.do !== task) return null;
  const row = v.safeParse(TargetRowSchema, { ...value, text: value.target });
  return row.success && row.output.sessions.length > 0 ? row.output : null;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    // A line that was torn, or that somebody else wrote there.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
