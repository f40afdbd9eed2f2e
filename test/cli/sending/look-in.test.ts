/** `send --look-in`: the message looked for in a mailbox after it was sent, and what became of it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCertificates, testAuthority } from '../../harness/certificates.ts';
import { startImap, type MailboxScript } from '../../harness/peers/imap-server.ts';
import { Program, type Serving } from '../program.ts';

let program: Program;
let serving: Serving;
let words: string[] = [];

beforeAll(async () => {
  await makeCertificates();
  program = await Program.build();
  serving = await program.serve(['--smtp', '0', '--starttls', 'off']);
  const [ca, message] = [join(program.folder, 'ca.pem'), join(program.folder, 'message.eml')];
  await writeFile(ca, testAuthority());
  await writeFile(message, 'From: a@x.test\nMessage-ID: <1@x.test>\n\nHello\n');
  const target = `127.0.0.1:${serving.ports[0] ?? 0}`;
  words = ['send', target, '--from', 'a@x.test', '--to', 'b@y.test', '--data', message, '--ca', ca];
});
afterAll(async () => {
  await serving.stop();
  await program.remove();
});

async function sendAndLook(box: MailboxScript, more: readonly string[] = []) {
  const server = await startImap(box);
  const where = ['--look-in', `localhost:${server.port}`, '--look-user', 'ann', '--look-password-env', 'PW'];
  const run = await program.run([...words, ...where, ...more], { env: { PW: 'geheim' } });
  await server.close();
  return { ...run, heard: server.heard };
}

const arrived = 'Received: from x\r\nFrom: a@x.test\r\nMessage-ID: <1@x.test>\r\n\r\nHello\r\n';

test('there, unchanged: in JSON and for people', async () => {
  const json = await sendAndLook({ message: () => arrived }, ['--json']);
  expect(json.stderr).toBe('');
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: true,
    arrived: { state: 'found', looks: 1, comparison: { same: true, hops: 1, added: ['Received: from x'] } },
  });
  expect(json.status).toBe(0);
  expect(json.heard.find((line) => line.includes('SEARCH'))).toContain('"<1@x.test>"');
  const text = await sendAndLook({ message: () => arrived.replace('Hello', 'Hallo') });
  expect(text.status).toBe(0);
  for (const part of ['There after', 'What was sent was changed on the way', '1 hop', 'Received: from x', 'line 1'])
    expect(text.stdout).toContain(part);
});

test('not there, or not to be looked for: status 1, and no password anywhere', async () => {
  const absent = await sendAndLook({ searches: ['* SEARCH'] }, ['--look-for', '1', '--json']);
  expect(absent.status).toBe(1);
  expect(JSON.parse(absent.stdout)).toMatchObject({ ok: true, delivery: 'all', arrived: { state: 'not-found' } });
  const refused = await sendAndLook({ login: 'NO geheim is wrong' });
  expect(refused.status).toBe(1);
  expect(refused.stdout).toContain('It could not be looked for');
  expect(refused.stdout + refused.stderr).not.toContain('geheim');
});

test.each([
  [['--look-in', 'mail.test'], '--look-in needs --look-user'],
  [['--look-in', 'mail.test', '--look-user', 'ann'], '--look-password-env'],
  [['--look-user', 'ann'], 'without --look-in'],
  [['--look-in', 'mail.test', '--look-user', 'a', '--look-password-env', 'PW', '--dry-run'], 'for one message'],
])('%j is refused', async (more, complaint) => {
  const run = await program.run([...words, ...more], { env: { PW: 'x' } });
  expect(run.status).toBe(2);
  expect(run.stderr).toContain(complaint);
});
