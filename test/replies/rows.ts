/** A collection of reply texts with their true causes, and the verdict on what we say of each. Its README has the fields. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { explain } from '../../electron/core/explain/explain.ts';
import type { Phase } from '../../electron/protocol/values/session/phase.ts';

const oneOrMore = v.union([
  v.pipe(
    v.string(),
    v.transform((one) => [one]),
  ),
  v.array(v.string()),
]);
const RowSchema = v.object({
  id: v.string(),
  program: v.string(),
  text: v.string(),
  kind: v.picklist(['reply', 'client-error', 'log']),
  step: oneOrMore,
  cause: v.string(),
  actor: oneOrMore,
  sure: v.picklist(['proven', 'likely', 'code-only']),
});
export type Row = v.InferOutput<typeof RowSchema>;
const CausesSchema = v.record(v.string(), v.object({ near: v.array(v.string()) }));
export type Causes = v.InferOutput<typeof CausesSchema>;
const MapSchema = v.record(v.string(), v.array(v.string()));

export interface Collection {
  readonly rows: readonly Row[];
  readonly causes: Causes;
}

const parsed = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

export function readCollection(folder: string): Collection {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'causes.json');
  return {
    rows: files.flatMap((name) => v.parse(v.array(RowSchema), parsed(join(folder, name)))),
    causes: v.parse(CausesSchema, parsed(join(folder, 'causes.json'))),
  };
}

/** A third, the same every time: for counting, never to look at while rules are made. */
export const isHeldOut = ({ id }: Row): boolean => createHash('sha256').update(id).digest().readUInt32BE(0) % 3 === 0;

export const ourIds = v.parse(MapSchema, parsed('test/fixtures/reply-causes.json'));

/** Steps of the collection as ours; null where it names several. */
const steps: Readonly<Record<string, Phase>> = {
  dns: 'dns',
  connect: 'connect',
  greeting: 'greeting',
  ehlo: 'ehlo',
  starttls: 'starttls',
  tls: 'tls',
  auth: 'auth',
  mail: 'mail',
  rcpt: 'rcpt',
  data: 'data',
  'end-of-data': 'data',
};

export const VERDICTS = ['proven', 'right', 'modest', 'wrong'] as const;
/** `proven`: right, and said to be proven. */
export type Verdict = (typeof VERDICTS)[number];
export interface Judged {
  readonly verdict: Verdict;
  readonly said: string;
}

/** `withStep`: with the step at which it came, where that is one. A server's reply at "connect" is its greeting. */
export function judgeRow(row: Row, causes: Causes, withStep: boolean): Judged {
  const [only] = row.step.length === 1 ? row.step : [];
  const step = only === 'connect' && row.kind === 'reply' ? 'greeting' : only;
  const phase = step === undefined ? null : (steps[step] ?? null);
  const [first] = explain(row.text, withStep && row.kind === 'reply' ? { phase } : {}).findings;
  if (first === undefined) return { verdict: 'wrong', said: 'nothing' };
  const meant = [row.cause, ...(causes[row.cause]?.near ?? [])].flatMap((cause) => ourIds[cause] ?? []);
  const said = `${first.id} (${first.sure}, ${first.actor})`;
  if (first.sure === 'code-only') return { verdict: 'modest', said };
  if (meant.includes(first.id) && row.actor.includes(first.actor))
    return { verdict: first.sure === 'proven' ? 'proven' : 'right', said };
  return { verdict: first.alternatives.some(({ id }) => meant.includes(id)) ? 'modest' : 'wrong', said };
}
