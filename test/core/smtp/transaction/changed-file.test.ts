/** A file of the message that is written to while it goes out: neither the one nor the other is delivered, and it is said why. */
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { markOf, whileUnchanged } from '../../../../electron/core/smtp/plan/file-mark.ts';
import { sourceFromFile } from '../../../../electron/core/smtp/plan/message-source.ts';
import type { Envelope } from '../../../../electron/protocol/values/target.ts';
import type { MessageSource } from '../../../../electron/core/smtp/types.ts';
import { runSend } from '../../../harness/client-run.ts';
import { type ScriptStep, startScripted } from '../../../harness/peers/scripted-server.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthorn-mark-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function marked(name: string): Promise<MessageSource & { readonly path: string }> {
  const path = join(folder, name);
  await writeFile(path, `Subject: x\r\n\r\n${'0123456789\r\n'.repeat(100_000)}`);
  const files = [{ path, name, mark: await markOf(path, name) }];
  return { ...whileUnchanged(await sourceFromFile(path, 'normalise'), files), path };
}

const CHUNK = 524_288;
const ready: ScriptStep[] = [
  { send: '220 mx.test\r\n' },
  { expect: '^EHLO' },
  { send: '250-mx.test\r\n250 CHUNKING\r\n' },
  { expect: '^MAIL' },
  { send: '250 ok\r\n' },
  { expect: '^RCPT' },
  { send: '250 ok\r\n' },
];
const chunk: ScriptStep[] = [{ expect: `^BDAT ${CHUNK}$` }, { read: CHUNK }, { send: '250 ok\r\n' }];
const bodies: Readonly<Record<string, { script: ScriptStep[]; envelope: Partial<Envelope> }>> = {
  DATA: { script: [{ expect: '^DATA' }, { send: '354 go\r\n' }, { data: true }], envelope: {} },
  BDAT: { script: [...chunk, ...chunk, { tail: true }], envelope: { chunking: CHUNK } },
};

test.each(Object.entries(bodies))('%s: written to while it goes out', async (verb, { script, envelope }) => {
  const peer = await startScripted([...ready, ...script]);
  const { path, ...message } = await marked(`${verb}.eml`);
  let readings = 0;
  const run = await runSend({
    connection: { target: `127.0.0.1:${peer.port}`, security: 'none' },
    envelope,
    message: {
      ...message,
      async *open() {
        readings += 1;
        let written = false;
        for await (const octets of message.open()) {
          yield octets;
          // The first reading counts, the second goes out.
          if (readings === 2 && !written) await appendFile(path, 'more');
          written = true;
        }
      },
    },
  });
  await peer.close();
  expect(readings).toBe(2);
  expect(run.error).toMatchObject({
    code: 'invalid-argument',
    phase: 'data',
    params: { argument: 'message', reason: 'changed', value: `${verb}.eml` },
  });
  expect(run.delivery).toBe('none');
  expect(run.of('body-end')).toEqual([]);
  expect(peer.recorded.data.some((octets) => octets.toString('latin1').endsWith('\r\n.\r\n'))).toBe(false);
  expect(peer.recorded.lines.some((line) => line.includes('LAST'))).toBe(false);
});

test('written to before: not even asked for', async () => {
  const peer = await startScripted([...ready, { tail: true }]);
  const { path, ...message } = await marked('before.eml');
  await appendFile(path, 'more');
  const run = await runSend({ connection: { target: `127.0.0.1:${peer.port}`, security: 'none' }, message });
  await peer.close();
  expect(run.error).toMatchObject({ code: 'invalid-argument', params: { reason: 'changed' } });
  expect(run.sent.filter((line) => /^(MAIL|DATA)/.test(line))).toEqual([]);
});
