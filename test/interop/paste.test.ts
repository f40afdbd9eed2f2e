/**
 * What is copied, pasted into real shells on a real terminal, with bracketed paste and without, in UTF-8 and in the C locale: the
 * program gets the values and nothing else is run. An octet that a shell takes for a key press would show here.
 */
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyAs } from '../../electron/texts/copy-as/copy-as.ts';
import { shell } from '../../electron/texts/copy-as/quote.ts';
import type { CopyFormat, CopyInput } from '../../electron/texts/copy-as/types.ts';
import { describeWith } from './availability.ts';

const shells = {
  bash: { argv: ['bash', '--norc', '--noprofile', '-i'], bracketed: true },
  dash: { argv: ['dash', '-i'], bracketed: false },
  zsh: { argv: ['zsh', '-f', '-i'], bracketed: true },
} as const;
type ShellName = keyof typeof shells;

const canary = 'touch ran';
const values = [
  'ann',
  "it's",
  `';${canary};'`,
  `$(${canary})`,
  `\`${canary}\``,
  `a\\`,
  `\\';${canary};'`,
  `DOMAIN\\ann`,
  '\\\\',
  `!!`,
  `!touch`,
  `a!b"c!d`,
  '=ls',
  '~root',
  '*',
  '{a,b}',
  '#c',
  '%self',
  '^a^b',
  'a b  c',
  `|${canary}`,
  `&&${canary}`,
  'müller',
  // In the C locale: Meta-B, Meta-D and others, which move the cursor and kill words.
  `Â\u00c4\u00c2 ';${canary};'`,
  'Ŧ漢字😀’‘‚‛“”',
  `x‘;${canary};’`,
  'é!ü',
  "ö'ö\\",
];

let folder: string;

await describeWith(['python', 'bash', 'dash', 'zsh'], 'pasting', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'posthorn-paste-'));
    for (const program of ['swaks', 'curl', 'openssl']) {
      const file = join(folder, program);
      // "end" last: a list of arguments that is cut off is told from a short one.
      await writeFile(file, '#!/bin/sh\nprintf \'%s\\0\' "$@" end >> seen\n');
      await chmod(file, 0o755);
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function paste(name: ShellName, text: string, bracketed: boolean, locale: string): Promise<string[]> {
    const [, ...args] = shells[name].argv;
    const env = {
      PATH: `${folder}:/usr/bin:/bin`,
      HOME: folder,
      TERM: 'xterm',
      PS1: 'PASTE-HERE>',
      LC_ALL: locale,
      HISTFILE: '/dev/null',
    };
    await rm(join(folder, 'seen'), { force: true });
    const child = spawn('python3', [fileURLToPath(new URL('clients/paste.py', import.meta.url))], { cwd: folder });
    child.stdin.end(JSON.stringify({ argv: [name, ...args], env, text, bracketed }));
    let shown = '';
    child.stdout.on('data', (data: Buffer) => (shown += data.toString('latin1')));
    child.stderr.on('data', (data: Buffer) => (shown += data.toString('latin1')));
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status, JSON.stringify(shown)).toBe(0);
    return (await readFile(join(folder, 'seen'), 'utf8').catch(() => shown)).split('\0').slice(0, -2);
  }

  const ways = (Object.keys(shells) as ShellName[]).flatMap((name) =>
    (shells[name].bracketed ? [true, false] : [false]).flatMap((bracketed) =>
      ['C', 'C.UTF-8'].map((locale) => [name, bracketed, locale] as const),
    ),
  );

  test.each(ways)('%s, bracketed %s, locale %s: every value arrives as it is', async (name, bracketed, locale) => {
    // Two lines: a terminal that nobody edits holds 4096 octets of one.
    for (const some of [values.slice(0, 14), values.slice(14)])
      expect(await paste(name, ['swaks', ...some.map(shell)].join(' '), bracketed, locale)).toEqual(some);
    expect(await readdir(folder)).not.toContain('ran');
  });

  const input = (value: string): CopyInput => ({
    target: { host: 'mail.example.org', port: 587, path: null, protocol: 'smtp', security: 'starttls' },
    options: { ehloName: value, servername: value, localAddress: value },
    auth: { user: value },
    envelope: { from: value, to: [value] },
  });

  test.each(ways)('%s, bracketed %s, locale %s: whole commands', async (name, bracketed, locale) => {
    for (const format of ['swaks', 'curl', 'openssl'] as const satisfies CopyFormat[]) {
      for (const value of [`a';${canary};'b`, `Â\u00c4!\\';${canary}'`]) {
        const { text } = copyAs(format, input(value));
        if (text === null) throw new Error(`no command for ${format}`);
        const got = await paste(name, text.trimEnd(), bracketed, locale);
        // curl has its EHLO name in the URL.
        expect(got.filter((each) => each === value).length).toBeGreaterThan(0);
      }
    }
    expect(await readdir(folder)).not.toContain('ran');
  });
});
