/** swaks as a client of our test server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusMessage } from '../corpus.ts';

export interface SwaksResult {
  readonly status: number | null;
  /** swaks's transcript: " -> " sent, "<-  " received; "~" in place of "-" inside TLS. */
  readonly transcript: string;
}

export async function swaks(args: readonly string[]): Promise<SwaksResult> {
  const child = spawn('swaks', ['--timeout', '20', '--helo', 'client.test', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let transcript = '';
  child.stdout.on('data', (chunk: Buffer) => (transcript += chunk.toString('latin1')));
  child.stderr.on('data', (chunk: Buffer) => (transcript += chunk.toString('latin1')));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, transcript };
}

/**
 * The options that make swaks send this message. It puts a line end of its own after what it reads from the file, so
 * the file goes without its last one.
 */
export async function swaksData(folder: string, message: CorpusMessage): Promise<string[]> {
  const path = join(folder, `${message.id}.swaks`);
  await writeFile(path, message.bytes.subarray(0, message.bytes.length - 2));
  return ['--data', `@${path}`];
}
