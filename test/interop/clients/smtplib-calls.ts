/** Python's smtplib made to do the calls of a scenario; what it did, in the words of test/core/smtplib. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Call } from '../../core/smtplib/scenarios.ts';
import type { Performed, Where } from '../../core/smtplib/ours.ts';
import { livePerformed } from '../../core/smtplib/recorded.ts';

const script = fileURLToPath(new URL('./smtplib_calls.py', import.meta.url));

export interface SmtplibCalls {
  /** `timeout` in seconds. */
  perform(where: Where, calls: readonly Call[], timeout: number): Promise<Performed>;
  stop(): Promise<void>;
}

export function startSmtplibCalls(): SmtplibCalls {
  const child = spawn('python3', [script], { stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = once(child, 'close');
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async perform({ lmtp, host, port }, calls, timeout) {
      child.stdin.write(`${JSON.stringify({ lmtp, host, port, calls, timeout })}\n`);
      const answer = await answers.next();
      if (answer.done === true) throw new Error(`smtplib ended: ${stderr}`);
      return livePerformed(JSON.parse(answer.value));
    },
    async stop() {
      child.stdin.end();
      await closed;
    },
  };
}
