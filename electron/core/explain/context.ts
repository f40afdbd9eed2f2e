/** Where a reply came up, as `--context FILE.json` states it: any of these, null where not known. */
import * as v from 'valibot';
import { PortSchema } from '../../protocol/values/common.ts';
import { PhaseSchema } from '../../protocol/values/session/phase.ts';
import { limits } from './limits.ts';

const text = v.pipe(v.string(), v.maxLength(limits.explain.contextText));
const lines = v.pipe(v.array(text), v.maxLength(limits.explain.contextLines));

const ContextSchema = v.object({
  phase: v.nullish(PhaseSchema),
  /** The server that said it. */
  host: v.nullish(text),
  port: v.nullish(PortSchema),
  /** As the command line's --security has it, or "plain". */
  security: v.nullish(v.picklist(['auto', 'none', 'plain', 'starttls', 'starttls-if-offered', 'tls'])),
  protocol: v.nullish(v.picklist(['smtp', 'lmtp'])),
  greeting: v.nullish(text),
  /** Lines of the EHLO answer, with or without 250. */
  ehlo: v.nullish(lines),
  /** The answer that came before TLS began. */
  ehloBeforeTls: v.nullish(lines),
  /** Of the login. */
  mechanism: v.nullish(text),
  /** Who logged in. */
  user: v.nullish(text),
  mailFrom: v.nullish(text),
  rcptTo: v.nullish(v.union([text, lines])),
  messageBytes: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** What the client itself complained of. */
  clientError: v.nullish(text),
  /** For people; nothing is drawn from it. */
  note: v.nullish(text),
});
export type ExplainContext = v.InferOutput<typeof ContextSchema>;

export type ParsedContext =
  | {
      readonly ok: true;
      readonly value: ExplainContext;
      /** Keys that mean nothing here, left out. */ readonly unknown: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

/** The names of all keys, for people. */
export const CONTEXT_KEYS = Object.keys(ContextSchema.entries).join(', ');

/** `problem` names the key: `"port": Invalid type ...`. */
export function parseContext(json: string): ParsedContext {
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch (error) {
    return { ok: false, problem: `it is no JSON (${error instanceof Error ? error.message : String(error)})` };
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return { ok: false, problem: 'it has to hold one object with keys' };
  }
  const parsed = v.safeParse(ContextSchema, given);
  if (parsed.success) {
    const unknown = Object.keys(given).filter((key) => !(key in ContextSchema.entries));
    return { ok: true, value: parsed.output, unknown };
  }
  const [issue] = parsed.issues;
  const key = v.getDotPath(issue) ?? '';
  return { ok: false, problem: `"${key}": expected ${issue.expected ?? 'another value'}, got ${issue.received}` };
}
