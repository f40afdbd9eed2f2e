/** A message sent by our client to our own server: stored octet for octet, and viewed without an error. */
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { runSend } from './client-run.ts';
import { startFixture } from '../server/fixture.ts';

export async function runCapture(path: string): Promise<void> {
  const octets = await readFile(path);
  const fixture = await startFixture();
  const port = fixture.states[0]?.boundPort ?? 0;
  const run = await runSend({
    connection: { target: `127.0.0.1:${port}`, security: 'none' },
    envelope: { from: 'jørn@xn--rksmrgs-5wao1o.example', to: ['阿Q@例え.example'] },
    message: octets,
  });
  expect(run).toMatchObject({ error: null, delivery: 'all' });
  const [stored] = await fixture.stored();
  expect(stored?.data.equals(octets)).toBe(true);
  const id = stored?.summary.id ?? '';
  const view = await fixture.mailbox.view(id);
  expect(view.truncated).toBe(false);
  expect(view.text).not.toBe('');
  await fixture.mailbox.structure(id);
}
