/**
 * The direction rules bite: one made-up tree holds an import for every rule that it breaks and for every one that the
 * design permits; dependency-cruiser must name the first and be silent on the second.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { type ICruiseResult, cruise } from 'dependency-cruiser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inRoot } from '../../build/lib/paths.mjs';

const forbidden: [from: string, to: string, rule: string][] = [
  ['electron/core/wire/a.ts', 'electron/core/smtp/plan/target.ts', 'wire-is-lowest'],
  ['electron/core/wire/b.ts', 'electron/core/sasl/target.ts', 'wire-is-lowest'],
  ['electron/core/sasl/a.ts', 'electron/core/smtp/plan/target.ts', 'sasl-knows-wire'],
  ['electron/core/tls/a.ts', 'electron/core/smtp/plan/target.ts', 'tls-is-below-smtp'],
  ['electron/core/dns/a.ts', 'electron/core/checks/target.ts', 'dns-is-below-smtp'],
  ['electron/core/oauth/a.ts', 'electron/core/smtp/plan/target.ts', 'oauth-direction'],
  ['electron/core/recording/a.ts', 'electron/core/smtp/plan/target.ts', 'recording-is-ground'],
  ['electron/core/smtp/a.ts', 'electron/core/server/target.ts', 'smtp-direction'],
  ['electron/core/smtp/b.ts', 'electron/core/checks/target.ts', 'smtp-direction'],
  ['electron/core/server/a.ts', 'electron/core/smtp/plan/target.ts', 'server-direction'],
  ['electron/core/server/handlers/sink.ts', 'electron/core/smtp/plan/target.ts', 'server-direction'],
  ['electron/core/server/handlers/proxy.ts', 'electron/core/report/target.ts', 'proxy-handler-direction'],
  ['electron/core/message/a.ts', 'electron/core/server/target.ts', 'parts-stand-alone'],
  ['electron/core/tls/b.ts', 'electron/core/report/target.ts', 'nothing-below-knows-checks'],
  ['electron/core/survey/a.ts', 'electron/texts/target.ts', 'survey-direction'],
  ['electron/core/survey/b.ts', 'electron/core/server/target.ts', 'survey-direction'],
  ['electron/core/mail-access/a.ts', 'electron/core/smtp/plan/target.ts', 'mail-access-direction'],
  ['electron/core/updates/a.ts', 'electron/core/smtp/plan/target.ts', 'updates-direction'],
  ['electron/core/report/m.ts', 'electron/core/survey/ok.ts', 'nothing-below-knows-surveys'],
  ['electron/core/smtp/c.ts', 'electron/texts/target.ts', 'texts-only-for-reports'],
  ['electron/core/report/a.ts', 'electron/storage/target.ts', 'core-stands-alone'],
  ['electron/core/report/b.ts', 'electron/ipc/contract.ts', 'core-stands-alone'],
  ['electron/core/report/c.ts', 'renderer/ui/target.ts', 'core-stands-alone'],
  ['electron/protocol/a.ts', 'electron/core/ports.ts', 'protocol-is-lowest'],
  ['electron/protocol/b.ts', 'electron/ipc/contract.ts', 'protocol-is-lowest'],
  ['electron/protocol/c.ts', 'electron/texts/target.ts', 'protocol-is-lowest'],
  ['electron/ipc/a.ts', 'electron/core/ports.ts', 'ipc-is-a-leaf'],
  ['electron/texts/a.ts', 'electron/core/ports.ts', 'texts-are-a-leaf'],
  ['electron/texts/b.ts', 'electron/ipc/contract.ts', 'texts-are-a-leaf'],
  ['renderer/features/inbox/a.ts', 'electron/core/ports.ts', 'renderer-knows-ipc-and-texts'],
  ['renderer/features/inbox/b.svelte', 'electron/core/ports.ts', 'renderer-knows-ipc-and-texts'],
  ['renderer/features/inbox/c.svelte', 'renderer/features/server/target.ts', 'features-stand-alone'],
  ['renderer/features/inbox/message/d.ts', 'renderer/features/server/target.ts', 'features-stand-alone'],
  ['renderer/session/a.svelte', 'renderer/features/server/target.ts', 'session-knows-no-feature'],
  ['renderer/ui/a.svelte', 'renderer/features/server/target.ts', 'ui-knows-no-feature'],
  ['electron/storage/a.ts', 'electron/app/target.ts', 'storage-implements-ports'],
  ['electron/storage/c.ts', 'electron/ipc/contract.ts', 'storage-implements-ports'],
  ['electron/app/a.ts', 'electron/main/target.ts', 'app-is-without-electron'],
  ['electron/app/b.ts', 'electron/cli/target.ts', 'app-is-without-electron'],
  ['electron/cli/c.ts', 'electron/app/target.ts', 'cli-direction'],
  ['electron/core/report/j.ts', 'electron/app/target.ts', 'core-stands-alone'],
  ['electron/preload/a.ts', 'electron/core/ports.ts', 'preload-is-tiny'],
  ['electron/cli/a.ts', 'electron/main/target.ts', 'cli-direction'],
  ['electron/library/a.ts', 'electron/storage/sqlite/target.ts', 'library-is-the-core'],
  ['electron/library/b.ts', 'electron/texts/target.ts', 'library-is-the-core'],
  ['electron/library/c.ts', 'electron/cli/target.ts', 'library-is-the-core'],
  ['electron/core/report/l.ts', 'electron/library/ok.ts', 'nothing-imports-an-entry'],
  ['electron/main/l.ts', 'electron/library/ok.ts', 'main-is-the-top'],
  ['electron/ipc/b.ts', 'electron/preload/target.ts', 'nothing-imports-an-entry'],
  ['electron/main/a.ts', 'electron/preload/target.ts', 'main-is-the-top'],
  ['electron/main/b.ts', 'renderer/ui/target.ts', 'main-is-the-top'],
  ['electron/main/c.ts', 'electron/cli/target.ts', 'main-is-the-top'],
  ['electron/main/d.ts', 'test/harness/target.ts', 'tests-stay-out'],
  ['electron/main/e.ts', 'build/target.ts', 'tests-stay-out'],
  ['electron/core/report/d.ts', 'electron/core/report/index.ts', 'no-barrels'],
  ['electron/core/report/loop-1.ts', 'electron/core/report/loop-2.ts', 'no-cycles'],
  ['electron/core/report/e.ts', 'electron/core/report/nowhere.ts', 'resolvable'],

  ['electron/core/report/f.ts', 'svelte', 'core-pure-libraries'],
  ['electron/core/report/g.ts', 'libsql', 'sqlite-in-its-folder'],
  ['electron/storage/mailbox/a.ts', 'libsql', 'sqlite-in-its-folder'],
  ['electron/storage/mailbox/b.ts', 'keytar', 'keychain-in-its-folder'],
  ['electron/cli/b.ts', 'keytar', 'keychain-in-its-folder'],
  ['electron/app/c.ts', 'electron', 'electron-in-main-and-preload'],
  ['electron/core/report/h.ts', 'electron', 'electron-in-main-and-preload'],
  ['renderer/ui/b.svelte', 'electron', 'electron-in-main-and-preload'],
  ['electron/protocol/d.ts', 'svelte', 'leaves-use-valibot-only'],
  ['electron/protocol/e.ts', 'node:path', 'no-node-in-leaves-and-window'],
  ['electron/ipc/c.ts', 'svelte', 'leaves-use-valibot-only'],
  ['renderer/ui/c.svelte', 'node:path', 'no-node-in-leaves-and-window'],
  ['electron/ipc/d.ts', 'node:path', 'no-node-in-leaves-and-window'],
  ['electron/storage/b.ts', 'svelte', 'dev-dependencies-stay-out'],
];

/** Imports at run time, which the lint rule cannot see. */
const forbiddenDynamic: typeof forbidden = [
  ['electron/core/smtp/d.ts', 'node:net', 'sockets-have-their-place'],
  ['electron/core/smtp/reach/connection.ts', 'node:net', 'sockets-have-their-place'],
  ['electron/core/server/session/listener.ts', 'node:net', 'sockets-have-their-place'],
  ['electron/core/wire/d.ts', 'node:net', 'sockets-have-their-place'],
  ['electron/core/report/i.ts', 'electron', 'electron-in-main-and-preload'],
  ['electron/core/wire/c.ts', 'electron/core/smtp/plan/target.ts', 'wire-is-lowest'],
];

const permitted: [from: string, to: string][] = [
  ['electron/core/wire/ok.ts', 'electron/protocol/values/session/reply.ts'],
  ['electron/core/wire/ok2.ts', 'node:buffer'],
  ['electron/core/sasl/ok.ts', 'electron/core/wire/target.ts'],
  ['electron/core/smtp/ok.ts', 'electron/core/sasl/target.ts'],
  ['electron/core/smtp/ok2.ts', 'electron/core/tls/target.ts'],
  ['electron/core/smtp/ok3.ts', 'electron/core/recording/target.ts'],
  ['electron/core/smtp/connection/connection.ts', 'node:net'],
  ['electron/core/checks/ok.ts', 'electron/core/smtp/plan/target.ts'],
  ['electron/core/checks/run.ts', 'electron/core/checks/index.ts'],
  ['electron/core/server/ok.ts', 'electron/core/sasl/target.ts'],
  ['electron/core/survey/ok.ts', 'electron/core/smtp/plan/target.ts'],
  ['electron/core/mail-access/ok.ts', 'electron/core/tls/target.ts'],
  ['electron/core/updates/ok.ts', 'electron/core/tls/target.ts'],
  ['electron/core/server/handlers/proxy-ok.ts', 'electron/core/smtp/plan/target.ts'],
  ['electron/core/report/ok.ts', 'electron/texts/target.ts'],
  ['electron/core/report/ok2.ts', 'valibot'],
  ['electron/core/message/ok.ts', 'nodemailer'],
  ['electron/protocol/ok.ts', 'valibot'],
  ['electron/core/wire/ok3.ts', 'electron/protocol/ok.ts'],
  ['electron/core/smtp/ok4.ts', 'electron/protocol/ok.ts'],
  ['electron/core/report/ok3.ts', 'electron/protocol/ok.ts'],
  ['electron/ipc/ok2.ts', 'electron/protocol/ok.ts'],
  ['electron/texts/ok2.ts', 'electron/protocol/ok.ts'],
  ['electron/storage/ok3.ts', 'electron/protocol/ok.ts'],
  ['electron/cli/ok2.ts', 'electron/protocol/ok.ts'],
  ['renderer/features/inbox/ok4.svelte', 'electron/protocol/ok.ts'],
  ['electron/ipc/ok.ts', 'valibot'],
  ['electron/texts/ok.ts', 'electron/protocol/values/session/reply.ts'],
  ['electron/storage/ok.ts', 'electron/core/ports.ts'],
  ['electron/app/ok.ts', 'electron/storage/target.ts'],
  ['electron/app/ok2.ts', 'electron/ipc/contract.ts'],
  ['electron/main/ok3.ts', 'electron/app/target.ts'],
  ['electron/storage/sqlite/ok.ts', 'libsql'],
  ['electron/storage/keychain/ok.ts', 'keytar'],
  ['electron/main/ok.ts', 'electron/storage/target.ts'],
  ['electron/main/ok2.ts', 'electron'],
  ['electron/preload/ok.ts', 'electron/ipc/contract.ts'],
  ['electron/cli/ok.ts', 'electron/core/ports.ts'],
  ['electron/library/ok.ts', 'electron/core/server/target.ts'],
  ['electron/library/ok2.ts', 'electron/protocol/ok.ts'],
  ['electron/library/ok3.ts', 'electron/storage/spool/target.ts'],
  ['renderer/api/ok.ts', 'electron/ipc/contract.ts'],
  ['renderer/features/inbox/ok.svelte', 'renderer/ui/target.ts'],
  ['renderer/features/inbox/ok2.svelte', 'electron/texts/target.ts'],
  ['renderer/features/inbox/ok5.svelte', 'renderer/features/inbox/message/target.ts'],
  ['renderer/features/inbox/ok6.svelte', 'renderer/session/target.ts'],
  ['renderer/features/inbox/ok7.svelte', 'renderer/app/target.ts'],
  ['test/core/ok.ts', 'electron/core/ports.ts'],
];

let folder: string;
let result: ICruiseResult;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'posthorn-direction-'));
  symlinkSync(inRoot('node_modules'), join(folder, 'node_modules'), 'junction');
  writeTree();
  const require = createRequire(import.meta.url);
  const { forbidden: rules, options } = require(inRoot('.dependency-cruiser.cjs')) as {
    forbidden: [];
    options: object;
  };
  const { output } = await cruise(['electron', 'renderer', 'test', 'build'], {
    ...options,
    tsConfig: {},
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden: rules },
  });
  if (typeof output === 'string') throw new Error(output);
  result = output;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Every file of the tree with its imports; what is only imported exports one value. */
function writeTree(): void {
  const lines = new Map<string, string[]>();
  const add = (path: string, ...text: string[]): void => void lines.set(path, [...(lines.get(path) ?? []), ...text]);
  const isOurs = (path: string): boolean => path.includes('/');
  const name = (from: string, to: string): string => {
    if (!isOurs(to)) return to;
    const relative = posix.relative(posix.dirname(from), to);
    return relative.startsWith('.') ? relative : `./${relative}`;
  };
  for (const [from, to] of [...forbidden, ...permitted])
    add(from, `import * as x from '${name(from, to)}';`, 'export const y = x;');
  for (const [from, to] of forbiddenDynamic) add(from, `export const y = () => import('${name(from, to)}');`);
  add('electron/core/report/loop-2.ts', "export * as z from './loop-1.ts';");
  for (const [, to] of [...forbidden, ...forbiddenDynamic, ...permitted]) {
    if (isOurs(to) && !lines.has(to) && !to.endsWith('nowhere.ts')) add(to, 'export const value = 1;');
  }
  for (const [path, text] of lines) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    const body = `${text.join('\n')}\n`;
    writeFileSync(join(folder, path), path.endsWith('.svelte') ? `<script lang="ts">\n${body}</script>\n` : body);
  }
  const manifest = {
    type: 'module',
    dependencies: { valibot: '*', nodemailer: '*', keytar: '*', libsql: '*' },
    devDependencies: { svelte: '*' },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
}

const violatedBy = (from: string): string[] =>
  result.summary.violations.filter((violation) => violation.from === from).map(({ rule }) => rule.name);

test.each([...forbidden, ...forbiddenDynamic])('%s must not import %s (%s)', (from, _to, rule) => {
  expect(violatedBy(from)).toContain(rule);
});

test.each(permitted)('%s may import %s', (from) => {
  expect(violatedBy(from)).toEqual([]);
});

test('every rule is broken by one of the imports above', () => {
  const names = result.summary.ruleSetUsed?.forbidden?.map(({ name }) => name) ?? [];
  const tested = new Set([...forbidden, ...forbiddenDynamic].map(([, , rule]) => rule));
  expect(names.filter((name) => name !== undefined && !tested.has(name))).toEqual([]);
});
