/** What of a message cannot be sent is refused before anything is connected, and the argument is named. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { limits } from '../../../electron/cli/limits.ts';
import { readWhole } from '../../../electron/cli/input/read-whole.ts';
import { type MessageMaker, messageFrom } from '../../../electron/cli/arguments/message.ts';
import { dataDir } from '../../../electron/cli/input/data-dir.ts';
import { OwnTemplates } from '../../../electron/storage/files/own-templates.ts';
import { sendValues } from '../given.ts';

const envelope = { from: 'a@b.test', to: ['x@y.test'] };

function message(...argv: string[]) {
  const { message: values, login } = sendValues(...argv);
  const stdinWhole = async () => Buffer.from('Subject: piped\n\n.hi\n');
  return messageFrom(values, envelope, {
    stdinWhole,
    signal: new AbortController().signal,
    passwordStdin: login.passwordStdin ?? false,
  });
}

test.each([
  ['--subject', 'a\r\nBcc: evil@x.test'],
  ['--subject', 'a\u2028b'],
])('%s %j', async (option, value) => {
  await expect(message(option, value)).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining(option) as string,
  });
});

test.each(['X-A: b\n', 'X-A: b\r\n', 'X-A: \u2028'])(
  '--header %j is refused: its line end would not be one',
  async (field) => {
    const make = await message('--header', field);
    await expect(make()).rejects.toMatchObject({ code: 'invalid-argument', params: { argument: 'header' } });
  },
);

async function octetsOf(make: MessageMaker): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await make()).open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('a subject with a TAB or beyond ASCII is one', async () => {
  expect(await octetsOf(await message('--subject', 'Grüße\tan alle'))).toMatch(/^Subject: =\?UTF-8\?/m);
});

test.each(['-', '/dev/stdin'])('--data %s is standard input, read once however often it is sent', async (name) => {
  const make = await message('--data', name);
  expect(await octetsOf(make)).toBe('Subject: piped\n\n.hi\n');
  expect(await octetsOf(make)).toBe('Subject: piped\n\n.hi\n');
  expect((await make()).lineEnds).toBe('normalise');
  expect((await (await message('--data', name, '--raw-data'))()).lineEnds).toBe('raw');
});

test('--data - and --password-stdin exclude each other, and both are named', async () => {
  await expect(message('--data', '-', '--user', 'u', '--password-stdin')).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringMatching(/--data.*--password-stdin/) as string,
  });
});

test('a generated message has the header fields that servers ask for, where they fit', async () => {
  const whole = await octetsOf(await message('--size', '5000'));
  expect(whole).toHaveLength(5000);
  expect(whole).toMatch(/^From: a@b\.test\r$/m);
  expect(whole).toMatch(/^Message-ID: <.*>\r$/m);
  expect(whole).toMatch(/^Date: .*\r$/m);
  expect(await octetsOf(await message('--size', '120'))).toHaveLength(120);
});

test('--size 0 is a header and an empty body', async () => {
  expect(await octetsOf(await message('--size', '0'))).toMatch(/^(?:[A-Z].*\r\n)+\r\n$/i);
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

test('a text file that is not UTF-8 is refused, and a byte order mark is no text', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-text-'));
  const path = join(folder, 'text');
  await writeFile(path, Buffer.from('caf\u00e9', 'latin1'));
  await expect(message('--text', `@${path}`)).rejects.toMatchObject({
    params: { argument: '--text', reason: expect.stringContaining('not UTF-8') as string },
  });
  await writeFile(path, '\ufeffcafé');
  expect(await octetsOf(await message('--text', `@${path}`))).toMatch(/\r\n\r\ncaf=C3=A9/);
  await rm(folder, { recursive: true });
});

test('a device or pipe is read once, as standard input is', async () => {
  const make = await message('--data', '/dev/null');
  expect(await octetsOf(make)).toBe('');
  // Read into memory: a file would be opened anew each time.
  expect(await make()).toHaveProperty('constant');
});

test('more than a pipe may bring is refused, and so is what is interrupted', async () => {
  const at = (signal: AbortSignal) => ({ name: 'standard input', argument: '--data', signal });
  const much = Readable.from([Buffer.alloc(limits.message.maxPiped), Buffer.from('x')]);
  await expect(readWhole(much, at(new AbortController().signal))).rejects.toMatchObject({
    code: 'invalid-argument',
    params: { argument: '--data', reason: expect.stringContaining('256 MiB') as string },
  });
  const silent = new PassThrough();
  const controller = new AbortController();
  const reading = readWhole(silent, at(controller.signal));
  controller.abort();
  await expect(reading).rejects.toMatchObject({ name: 'Interrupted' });
});

test('--template takes one of the user by its name, whatever the case, and fills it in', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-own-'));
  const before = { ...process.env };
  // Where the window keeps them, on each system.
  process.env.XDG_CONFIG_HOME = process.env.APPDATA = folder;
  process.env.HOME = folder;
  try {
    const own = new OwnTemplates(join(dataDir(), 'templates.json'));
    await own.save({ name: 'Invoice, monthly', source: 'To: {{to}}\r\nX-N: {{n}}\r\n\r\n', raw: false });
    const make = await message('--template', 'invoice, MONTHLY');
    expect(await octetsOf(make)).toBe('To: x@y.test\r\nX-N: 1\r\n\r\n');
    expect(await octetsOf(make)).toBe('To: x@y.test\r\nX-N: 2\r\n\r\n');
    expect(await octetsOf(await message('--template', 'GTUBE'))).toContain('GTUBE');
    await expect(message('--template', 'Invoice, monthy')).rejects.toThrow('did you mean "Invoice, monthly"?');
  } finally {
    process.env = before;
    await rm(folder, { recursive: true });
  }
});

test('--mbox-entry is a message of the file by its number', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-mbox-'));
  const file = join(folder, 'mail.mbox');
  const line = 'From a@b.test Wed Mar  4 05:06:07 2026\n';
  await writeFile(file, `${line}Subject: one\n\n\n${line}Subject: two\n\n>From me\n\n`);
  try {
    expect(await octetsOf(await message('--data', file, '--mbox-entry', '2'))).toBe('Subject: two\n\nFrom me\n');
    await expect(message('--data', file, '--mbox-entry', '3')).rejects.toThrow('holds 2 messages');
    await expect(message('--mbox-entry', '1')).rejects.toThrow('--mbox-entry is of no use without --data');
    await writeFile(file, 'Subject: one\n\n');
    await expect(message('--data', file, '--mbox-entry', '1')).rejects.toThrow('is no mbox file');
  } finally {
    await rm(folder, { recursive: true });
  }
});
