/** Options of serve that bound what a client may do, from the arguments to what the client sees. */
import { createConnection } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Program } from '../program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.build();
});
afterAll(async () => {
  await program.remove();
});

test('recipients, messages, a required login and times, all at once', async () => {
  const limits = ['--max-recipients', '1', '--max-messages', '1', '--auth-any', '--require-auth'];
  const serving = await program.serve([
    '--smtp',
    '0',
    ...limits,
    '--timeout',
    'greeting=0.3',
    '--timeout',
    'command=60',
  ]);
  const silent = createConnection({ host: '127.0.0.1', port: serving.ports[0] ?? 0 });
  let heard = '';
  silent.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  await once(silent, 'close');
  expect(heard).toMatch(/^220 .*\r\n421 4\.4\.2 Idle for too long\r\n$/);
  expect(await serving.next('session-end')).toMatchObject({ reason: 'timeout' });

  const client = createConnection({ host: '127.0.0.1', port: serving.ports[0] ?? 0 });
  const replies: string[] = [];
  const say = async (line: string) => {
    client.write(`${line}\r\n`);
    replies.push(String((await once(client, 'data'))[0]));
  };
  await once(client, 'data');
  await say('EHLO c.example');
  await say('MAIL FROM:<a@x.test>');
  await say('AUTH PLAIN AGEAYg==');
  for (const line of [
    'MAIL FROM:<a@x.test>',
    'RCPT TO:<b@y.test>',
    'RCPT TO:<c@y.test>',
    'RSET',
    'MAIL FROM:<a@x.test>',
  ])
    await say(line);
  expect(replies[0]).toContain('LIMITS MAILMAX=1 RCPTMAX=1\r\n');
  expect(replies.slice(1).map((reply) => reply.slice(0, 9))).toEqual([
    '530 5.7.0',
    '235 2.7.0',
    '250 2.1.0',
    '250 2.1.5',
    '452 4.5.3',
    '250 2.0.0',
    '421 4.7.0',
  ]);
  expect(await serving.next('session-end')).toMatchObject({ reason: 'limit' });
  expect(await serving.stop()).toBe(0);
});

test.each([
  [['--timeout', '30'], '--timeout needs greeting=SECONDS, command=SECONDS or tls=SECONDS'],
  [['--timeout', 'reply=30'], '--timeout needs'],
  [['--timeout', 'tls=0'], '--timeout needs'],
  [['--timeout', 'tls=86401'], '--timeout needs'],
  [['--max-recipients', '0'], '--max-recipients needs a whole number'],
  [['--max-recipients', '1001'], '--max-recipients needs a whole number from 1 to 1000'],
  [['--max-messages', '1000000'], '--max-messages needs a whole number from 1 to 999999'],
  [['--require-auth'], '--require-auth needs a way to log in'],
])('%j is refused before anything listens', async (args, complaint) => {
  const { status, stdout, stderr } = await program.run(['serve', '--json', '--smtp', '0', ...args]);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(complaint);
});
