/** Python's smtplib as a client of our test server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
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
  /** PEM file that the server's certificate must come from, for the host named. Needed for TLS. */
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

const Reported = v.object({
  refused: v.record(v.string(), v.number()),
  features: v.record(v.string(), v.string()),
  auth: v.nullable(v.object({ code: v.number(), text: v.string() })),
  error: v.nullable(v.object({ name: v.string(), code: v.nullable(v.number()), text: v.string() })),
});
export type SmtplibAnswer = v.InferOutput<typeof Reported>;

export interface Smtplib {
  deliver(job: SmtplibJob): Promise<SmtplibAnswer>;
  stop(): Promise<void>;
}

/** One Python process for many deliveries: starting it takes longer than most of them. */
export function startSmtplib(): Smtplib {
  const child = spawn('python3', [script], { stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = once(child, 'close');
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async deliver(job) {
      const absent = { host: null, port: null, path: null, starttls: false, ca: null, login: null };
      const options = { mailOptions: [], rcptOptions: [], asText: false };
      child.stdin.write(`${JSON.stringify({ ...absent, ...options, ...job, data: job.data.toString('base64') })}\n`);
      const answer = await answers.next();
      if (answer.done === true) throw new Error(`smtplib ended: ${stderr}`);
      return v.parse(Reported, JSON.parse(answer.value));
    },
    async stop() {
      child.stdin.end();
      await closed;
    },
  };
}
