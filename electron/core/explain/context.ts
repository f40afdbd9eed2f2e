/** Where a reply came up, as `--context FILE.json` states it: any of these, null where not known. */
import * as v from 'valibot';
import { PortSchema } from '../../protocol/values/common.ts';
import { ChainErrorSchema } from '../../protocol/values/session/tls.ts';
import { PhaseSchema } from '../../protocol/values/session/phase.ts';
import { limits } from './limits.ts';

const text = v.pipe(v.string(), v.maxLength(limits.explain.contextText));
const lines = v.pipe(v.array(text), v.maxLength(limits.explain.contextLines));

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** As much of a JSON report's `tls` as is known; all of it fits. */
const TlsSchema = v.object({
  chainError: v.nullish(ChainErrorSchema),
  nameError: v.nullish(text),
  pinned: v.nullish(v.boolean()),
  /** Leaf first. */
  chain: v.pipe(
    v.array(
      v.object({
        subject: text,
        issuer: text,
        altNames: v.nullish(lines),
        key: v.nullish(text),
        signature: v.nullish(text),
      }),
    ),
    v.maxLength(limits.explain.contextChain),
  ),
});

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
  messageBytes: v.nullish(count),
  /** Whether the login was taken before. */
  loggedIn: v.nullish(v.boolean()),
  /** The answer to an EHLO after the login. */
  ehloAfterLogin: v.nullish(lines),
  /** The password has characters beyond ASCII. */
  passwordBeyondAscii: v.nullish(v.boolean()),
  /** Commands were sent before the ones before them were answered. */
  pipelined: v.nullish(v.boolean()),
  /** What was refused before in the same session, oldest first. */
  earlier: v.nullish(
    v.pipe(
      v.array(
        v.object({
          phase: v.nullish(PhaseSchema),
          code: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
          enhancedCode: v.nullish(text),
        }),
      ),
      v.maxLength(limits.explain.contextLines),
    ),
  ),
  /** Of the message: bare CR or LF in it, octets of its longest line, 8-bit characters. */
  bareLineEnds: v.nullish(v.boolean()),
  longestLine: v.nullish(count),
  eightBit: v.nullish(v.boolean()),
  /** The certificate that the server showed, as a JSON report has it. */
  tls: v.nullish(TlsSchema),
  /** Whether the connection went through a proxy. */
  proxy: v.nullish(v.boolean()),
  /** Addresses that were tried, as a JSON report has them. */
  addresses: v.nullish(
    v.pipe(
      v.array(
        v.object({
          address: text,
          family: v.nullish(v.picklist([4, 6])),
          ok: v.boolean(),
          error: v.nullish(text),
        }),
      ),
      v.maxLength(limits.explain.contextLines),
    ),
  ),
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
