/** Python's smtplib as a client of our test server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

const script = fileURLToPath(new URL('./smtplib_client.py', import.meta.url));

export interface SmtplibJob {
  readonly kind: 'smtp' | 'smtps' | 'lmtp';
  readonly host?: string;
  readonly port?: number;
  /** Unix socket, for LMTP. */
  readonly path?: string;
  readonly starttls?: boolean;
  /** PEM file that the server's certificate must come from; absent: any certificate will do. */
  readonly ca?: string;
  /** mechanism null: smtplib's own choice. */
  readonly login?: { readonly user: string; readonly password: string; readonly mechanism: 'PLAIN' | 'LOGIN' | null };
  readonly from: string;
  readonly to: readonly string[];
  readonly mailOptions?: readonly string[];
  readonly rcptOptions?: readonly string[];
  readonly data: Buffer;
  /** Hand it to smtplib as str: smtplib then makes every line end CRLF itself. */
  readonly asText?: boolean;
}

const Told = v.object({
  refused: v.record(v.string(), v.number()),
  features: v.record(v.string(), v.string()),
  auth: v.nullable(v.object({ code: v.number(), text: v.string() })),
  error: v.nullable(v.object({ name: v.string(), code: v.nullable(v.number()), text: v.string() })),
});
export type SmtplibTold = v.InferOutput<typeof Told>;

export async function smtplib(job: SmtplibJob): Promise<SmtplibTold> {
  const absent = { host: null, port: null, path: null, starttls: false, ca: null, login: null };
  const options = { mailOptions: [], rcptOptions: [], asText: false };
  const child = spawn('python3', [script], { stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(JSON.stringify({ ...absent, ...options, ...job, data: job.data.toString('base64') }));
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`smtplib ended with ${String(status)}: ${stderr}`);
  return v.parse(Told, JSON.parse(stdout));
}
