/** What of a message cannot be sent is refused before anything is connected, and the argument is named. */
import { expect, test } from 'vitest';
import { messageFrom } from '../../electron/cli/message-args.ts';
import { parseArguments } from '../../electron/cli/parse-args.ts';

const envelope = { from: 'a@b.test', to: ['x@y.test'] };

function message(...argv: string[]) {
  const parsed = parseArguments(['send', 'x.test', ...argv]);
  if (parsed.kind !== 'run') throw new Error('not a run');
  return messageFrom(parsed.options, envelope);
}

test.each([
  ['--subject', 'a\r\nBcc: evil@x.test'],
  ['--subject', 'a\u2028b'],
  ['--data', '-'],
])('%s %j', async (option, value) => {
  await expect(message(option, value)).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining(option) as string,
  });
});

test('a subject with a TAB or beyond ASCII is one', async () => {
  const source = await (await message('--subject', 'Grüße\tan alle'))();
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.open()) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toMatch(/^Subject: =\?UTF-8\?/m);
});

test.each([
  ['--data', './no-such-file', 'ENOENT'],
  ['--data', '.', 'not a file'],
  ['--text', '@./no-such-file', 'ENOENT'],
  ['--html', '@.', 'EISDIR'],
  ['--attach', './no-such-file', 'ENOENT'],
  ['--attach', '.', 'not a file'],
])('%s %s: the option, the path and the reason', async (option, value, why) => {
  await expect(message(option, value)).rejects.toMatchObject({
    code: 'invalid-argument',
    params: { argument: option, reason: `${value.replace('@', '')} cannot be read (${why})` },
  });
});
