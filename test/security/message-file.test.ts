/** What a start's arguments may bring: a message file that is there, and nothing else. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messageFile, messageFileIn } from '../../electron/main/desktop/message-file.ts';

let dir: string;
const at = (name: string): string => join(dir, name);
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'posthorn-message-file-'));
  for (const name of ['a.eml', 'B.EML', 'ä b.eml', '-dash.eml', 'other.txt', 'eml'])
    writeFileSync(at(name), 'Subject: x\n');
  mkdirSync(at('folder.eml'));
  symlinkSync(at('a.eml'), at('link.eml'));
  symlinkSync(at('folder.eml'), at('to-folder.eml'));
  symlinkSync('/dev/zero', at('zero.eml'));
  symlinkSync(at('gone'), at('dangling.eml'));
  execFileSync('mkfifo', [at('pipe.eml')]);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test.each(['a.eml', 'B.EML', 'ä b.eml', 'link.eml'])('%s is shown, however it is written', (name) => {
  for (const argument of [name, `./${name}`, at(name), pathToFileURL(at(name)).href])
    expect(messageFileIn(['posthorn', '--', argument], dir)).toBe(at(name));
  expect(messageFileIn(['posthorn', '--disable-gpu', at(name)], '/')).toBe(at(name));
});

test.each([
  ...['other.txt', 'eml', 'folder.eml', 'to-folder.eml', 'zero.eml', 'pipe.eml', 'dangling.eml', 'gone.eml'],
  ...['', '.', '/', 'a.eml\0', 'a.eml/', 'a.eml.exe', '/etc/passwd', '/dev/zero', '/proc/self/environ'],
  ...['smtp://127.0.0.1:9/a.eml', 'posthorn://run?x=a.eml', 'https://example.org/a.eml', 'mailto:a@b.eml'],
  ...['file://example.org/a.eml', 'file:///etc/passwd', 'file:///%00.eml', 'file:///a%2fb.eml', 'file:'],
])('%j does nothing', (argument) => {
  expect(messageFileIn(['posthorn', '--', argument], dir)).toBeNull();
  expect(messageFileIn(['posthorn', argument], dir)).toBeNull();
  expect(messageFile(argument, dir)).toBeNull();
});

test('a switch is none, before the dashes; the program’s own name is none', () => {
  expect(messageFileIn(['posthorn', '-dash.eml'], dir)).toBeNull();
  expect(messageFileIn(['posthorn', '--log-file=a.eml', '--inspect'], dir)).toBeNull();
  expect(messageFileIn(['posthorn', '--', '-dash.eml'], dir)).toBe(at('-dash.eml'));
  expect(messageFileIn([at('a.eml')], dir)).toBeNull();
  expect(messageFileIn([], dir)).toBeNull();
});

test('of several the last', () => {
  expect(messageFileIn(['posthorn', '--', 'a.eml', 'other.txt', 'B.EML', 'gone.eml'], dir)).toBe(at('B.EML'));
});
