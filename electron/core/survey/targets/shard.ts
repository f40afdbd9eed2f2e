/** Divides a list among machines that know nothing of each other: by the target itself, so that a line added moves no other. */
import { createHash } from 'node:crypto';
import type { ListedTarget } from '../../../protocol/values/survey/targets.ts';

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

/** The first 32 bits of the SHA-256 of the target's text, modulo the number of shards. */
export function isInShard({ text, user }: Pick<ListedTarget, 'text' | 'user'>, { index, of }: Shard): boolean {
  const name = user === undefined ? text : `${text} ${user}`;
  return createHash('sha256').update(name).digest().readUInt32BE(0) % of === index - 1;
}
