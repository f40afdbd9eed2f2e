/** What `check` and `send` print with --json, held against the settled schema. */
import * as v from 'valibot';
import { ReportSchema } from '../../electron/protocol/values/session/report.ts';

/** base64 members become octets again, so that the settled schema can judge what was printed. */
export function parseReport(stdout: string): v.InferOutput<typeof ReportSchema> {
  const revive = (_: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || !('raw' in value) || typeof value.raw !== 'string') return value;
    return { ...value, raw: new Uint8Array(Buffer.from(value.raw, 'base64')) };
  };
  return v.parse(ReportSchema, JSON.parse(stdout, revive));
}
