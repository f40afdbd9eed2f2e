/** What a port matrix shows: each inference an id with parameters; its sentence is in electron/texts/survey/matrix.ts. */
import * as v from 'valibot';
import { FamilySchema, MillisecondsSchema, PortSchema } from '../common.ts';
import { PROXY_FAILURES } from '../session/outcome.ts';
import { ChainErrorSchema } from '../session/tls.ts';
import { CellAnswerSchema, CellKeySchema } from './cell.ts';

const ports = v.array(PortSchema);
const inference = <const C extends string, const P extends v.ObjectEntries>(code: C, params: P) =>
  v.object({ code: v.literal(code), params: v.object(params) });

export const MatrixInferenceSchema = v.variant('code', [
  inference('name-not-found', { host: v.string(), dnsCode: v.string() }),
  /** 25 is not answered anywhere although the host answers on another port. */
  inference('blocked-25', { answering: PortSchema, limitMs: MillisecondsSchema }),
  /** Ports that are not answered while others of the same address are. */
  inference('dropped', { ports, answering: PortSchema, limitMs: MillisecondsSchema }),
  inference('all-silent', { ports, limitMs: MillisecondsSchema }),
  inference('all-refused', { ports }),
  inference('closed', { ports }),
  /** Connected, and nothing was said. */
  inference('no-greeting', { ports, limitMs: MillisecondsSchema }),
  /** Plain text on the port that is for TLS from the first octet. */
  inference('plain-on-tls-port', { port: PortSchema }),
  inference('tls-on-plain-port', { port: PortSchema }),
  /** Ports that work over this family alone; `other`: what the other family's addresses came to there. */
  inference('one-family', { family: FamilySchema, ports, other: CellAnswerSchema }),
  inference('other-certificate', { ports, names: v.array(v.string()), everywhere: v.boolean() }),
  /** The certificate is this host's, but nobody who is trusted vouches for it, or it is out of date. */
  inference('certificate-not-trusted', { ports, reasons: v.array(ChainErrorSchema) }),
  inference('login-after-tls', { ports }),
  /** The proxy could not be used at all: of the host nothing is known. `answer`: what it said, or the system's code. */
  inference('proxy-failed', { proxy: v.string(), reason: v.picklist(PROXY_FAILURES), answer: v.string() }),
  /** Ports that the proxy went to in vain, and those that it goes to for nobody. */
  inference('proxy-cannot', { ports, answers: v.array(v.string()) }),
  inference('proxy-forbids', { ports, answers: v.array(v.string()) }),
  /** All was seen from the proxy's place, not from here. */
  inference('through-proxy', { proxy: v.string() }),
  inference('all-work', { ports }),
  inference('none-works', { host: v.string() }),
  inference('stopped', {}),
]);
export type MatrixInference = v.InferOutput<typeof MatrixInferenceSchema>;

export const MatrixSummarySchema = v.object({
  host: v.string(),
  /** The cell to use; null where none works. */
  best: v.nullable(CellKeySchema),
  /** The most telling first. */
  inferences: v.array(MatrixInferenceSchema),
});
export type MatrixSummary = v.InferOutput<typeof MatrixSummarySchema>;
