/** Python's own smtpd, where Python still has it (until 3.11), as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./smtpd_server.py', import.meta.url));

export interface Smtpd {
  readonly port: number;
  stop(): Promise<void>;
}

export async function startSmtpd(): Promise<Smtpd> {
  const child = spawn('python3', ['-W', 'ignore', script, 'on'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const reported = await Promise.race([once(child.stdout, 'data') as Promise<[Buffer]>, closed.then(() => null)]);
  if (reported === null) throw new Error('this Python has no smtpd');
  return {
    port: Number(reported[0].toString()),
    async stop() {
      child.stdin.end();
      await closed;
    },
  };
}
