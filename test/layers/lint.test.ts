/** The lint rules bite: for each a text that it refuses, and beside it one that passes. */
import { ESLint } from 'eslint';
import { beforeAll, expect, test } from 'vitest';
import { inRoot } from '../../build/lib/paths.mjs';

let imports: ESLint;

beforeAll(() => {
  // The texts are in no file, so there is no project to take types from: only rules that need none.
  imports = new ESLint({
    cwd: inRoot(),
    ruleFilter: ({ ruleId }) =>
      ruleId === '@typescript-eslint/no-restricted-imports' || ruleId === 'no-restricted-syntax',
    overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  });
});

/** Rules that refuse the text as if it were this file. */
async function refusals(linter: ESLint, filePath: string, text: string): Promise<(string | null)[]> {
  const [result] = await linter.lintText(`${text}\n`, { filePath: inRoot(filePath) });
  return result!.messages.map(({ ruleId, message }) => ruleId ?? message);
}

const restricted = '@typescript-eslint/no-restricted-imports';

const forbiddenImports: [file: string, text: string][] = [
  ['electron/core/smtp/flow.ts', "import { app } from 'electron';"],
  ['electron/core/smtp/flow.ts', "import { app } from 'electron/main';"],
  ['electron/core/smtp/flow.ts', "import type { App } from 'electron';"],
  ['electron/core/smtp/flow.ts', "import { readFile } from 'fs/promises';"],
  ['electron/core/smtp/flow.ts', "import net from 'node:net';"],
  ['electron/core/smtp/flow.ts', "import { connect } from 'node:tls';"],
  ['electron/core/smtp/flow.ts', "import { lookup } from 'node:dns/promises';"],
  ['electron/core/smtp/flow.ts', "import { request } from 'node:https';"],
  ['electron/core/profiles/model.ts', "import keytar from 'keytar';"],
  ['electron/core/profiles/model.ts', "import Database from 'libsql';"],
  ['electron/core/smtp/connection/connection.ts', "import { app } from 'electron';"],
  ['electron/core/wire/reply.ts', "import { readFileSync } from 'node:fs';"],
  ['electron/core/wire/reply.ts', "import { Readable } from 'node:stream';"],
  ['electron/core/sasl/mechanisms/plain.ts', "import { spawn } from 'node:child_process';"],
  ['electron/ipc/contract.ts', "import { Buffer } from 'node:buffer';"],
  ['electron/ipc/contract.ts', "import { ipcMain } from 'electron';"],
  ['electron/texts/outcomes/outcomes.ts', "import { EOL } from 'node:os';"],
  ['electron/protocol/parse/target.ts', "import { isIP } from 'node:net';"],
  ['electron/protocol/parse/target.ts', "import { app } from 'electron';"],
  ['electron/storage/mailbox/mailbox.ts', "import { safeStorage } from 'electron';"],
  ['electron/storage/mailbox/mailbox.ts', "import { createServer } from 'node:net';"],
  ['electron/storage/mailbox/mailbox.ts', "import Database from 'libsql';"],
  ['electron/storage/mailbox/mailbox.ts', "import keytar from 'keytar';"],
  ['electron/storage/sqlite/sqlite.ts', "import keytar from 'keytar';"],
  ['electron/storage/keychain/keychain.ts', "import Database from 'libsql';"],
  ['electron/app/compose.ts', "import { app } from 'electron';"],
  ['electron/app/compose.ts', "import { createServer } from 'node:net';"],
  ['electron/core/smtp/reach/connection.ts', "import net from 'node:net';"],
  ['electron/core/server/session/listener.ts', "import net from 'node:net';"],
  ['electron/main/window/ipc.ts', "import { ipcMain } from 'electron';"],
  ['electron/cli/cli.ts', "import { app } from 'electron';"],
  ['electron/cli/cli.ts', "import { connect } from 'node:net';"],
  ['electron/cli/cli.ts', "import keytar from 'keytar';"],
  ['electron/library/smtp.ts', "import { app } from 'electron';"],
  ['electron/library/smtp.ts', "import { connect } from 'node:net';"],
  ['electron/library/smtp.ts', "import Database from 'libsql';"],
  ['electron/main/window/window.ts', "import { ipcMain } from 'electron';"],
  ['electron/main/window/window.ts', "import { connect } from 'node:tls';"],
  ['electron/main/transport/ipc.ts', "import { ipcRenderer } from 'electron';"],
  ['electron/preload/preload.ts', "import { ipcMain } from 'electron';"],
  ['electron/preload/preload.ts', "import { readFileSync } from 'node:fs';"],
  ['renderer/app/Shell.svelte', '<script lang="ts">\n  import { join } from \'node:path\';\n</script>'],
  ['renderer/app/Shell.svelte', '<script lang="ts">\n  import { shell } from \'electron\';\n</script>'],
  ['renderer/features/inbox/inbox.svelte.ts', "import { join } from 'node:path';"],
  ['renderer/features/inbox/inbox.svelte.ts', "import { join } from 'path';"],
  ['renderer/features/inbox/List.svelte', '<script lang="ts">\n  import { Plug } from \'@lucide/svelte\';\n</script>'],
  ['renderer/features/inbox/List.svelte', '<script lang="ts">\n  import { Dialog } from \'bits-ui\';\n</script>'],
  ['test/core/reply.test.ts', "import { app } from 'electron';"],
];

test.each(forbiddenImports)('%s may not: %s', async (file, text) => {
  expect(await refusals(imports, file, text)).toEqual([restricted]);
});

const permittedImports: [file: string, text: string][] = [
  ['electron/core/smtp/flow.ts', "import { isIP } from 'node:net';"],
  ['electron/core/smtp/flow.ts', "import type { Socket } from 'node:net';"],
  ['electron/core/smtp/flow.ts', "import { createHash } from 'node:crypto';"],
  ['electron/core/smtp/flow.ts', "import { reply } from '../../electron/core/wire/reply.ts';"],
  ['electron/core/smtp/connection/connection.ts', "import net from 'node:net';"],
  ['electron/core/smtp/connection/tls.ts', "import { connect } from 'node:tls';"],
  ['electron/core/server/listener/listener.ts', "import { createServer } from 'node:net';"],
  ['electron/core/tls/trust.ts', "import { rootCertificates } from 'node:tls';"],
  ['electron/core/dns/resolve.ts', "import { lookup } from 'node:dns/promises';"],
  ['electron/core/wire/text.ts', "import { Buffer } from 'node:buffer';"],
  ['electron/core/sasl/cram.ts', "import { createHmac } from 'node:crypto';"],
  ['electron/ipc/contract.ts', "import * as v from 'valibot';"],
  ['electron/storage/keychain/keychain.ts', "import keytar from 'keytar';"],
  ['electron/storage/sqlite/sqlite.ts', "import Database from 'libsql';"],
  ['electron/main/window/window.ts', "import { BrowserWindow } from 'electron';"],
  ['electron/main/transport/ipc.ts', "import { ipcMain } from 'electron';"],
  ['electron/preload/preload.ts', "import { contextBridge, ipcRenderer } from 'electron';"],
  ['renderer/app/Shell.svelte', '<script lang="ts">\n  import Plug from \'@lucide/svelte/icons/plug\';\n</script>'],
  ['renderer/app/client.ts', "import { contract } from '../../electron/ipc/contract.ts';"],
  ['renderer/ui/overlay/Dialog.svelte', '<script lang="ts">\n  import { Dialog } from \'bits-ui\';\n</script>'],
  ['test/e2e/start.test.ts', "import type { App } from 'electron';"],
];

test.each(permittedImports)('%s may: %s', async (file, text) => {
  expect(await refusals(imports, file, text)).toEqual([]);
});

test.each([
  ['a barrel', "export * from './reply.ts';"],
  ['a barrel of names', "export { parseReply } from './reply.ts';"],
  ['a barrel of types', "export type { Reply } from './reply.ts';"],
  ['a default export', 'export default 1;'],
])('%s is refused in the app', async (_what, text) => {
  expect(await refusals(imports, 'electron/core/wire/probe.ts', text)).toEqual(['no-restricted-syntax']);
});

test('the library exports what others define, by name alone', async () => {
  const text = "export { SmtpClient } from '../core/smtp/client/client.ts';";
  expect(await refusals(imports, 'electron/library/smtp.ts', text)).toEqual([]);
  expect(await refusals(imports, 'electron/cli/probe.ts', text)).toEqual(['no-restricted-syntax']);
  const all = "export * from '../core/smtp/client/client.ts';";
  expect(await refusals(imports, 'electron/library/smtp.ts', all)).toEqual(['no-restricted-syntax']);
});

/** Rules that need types: the text belongs to the core's project, as if it lay in it. */
const typedRules: [rule: string, text: string][] = [
  ['@typescript-eslint/no-floating-promises', 'export function f(p: Promise<void>): void {\n  p;\n}'],
  [
    '@typescript-eslint/no-misused-promises',
    'export function f(p: Promise<boolean>): number {\n  return p ? 1 : 2;\n}',
  ],
  ['@typescript-eslint/no-explicit-any', 'export const a: any = 1;'],
  ['@typescript-eslint/no-unsafe-assignment', "export const a: string = JSON.parse('1');"],
  ['@typescript-eslint/no-unsafe-return', "export function f(): string {\n  return JSON.parse('1');\n}"],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    "export function f(a: 'x' | 'y'): number {\n  switch (a) {\n    case 'x':\n      return 1;\n  }\n  return 2;\n}",
  ],
  ['@typescript-eslint/ban-ts-comment', '// @ts-ignore\nexport const a: number = 1;'],
  ['@typescript-eslint/no-non-null-assertion', 'export const f = (a: string | null): string => a!;'],
  ['no-console', "console.log('x');"],
  ['eqeqeq', 'export const f = (a: number): boolean => a == 1;'],
];

test.each(typedRules)('%s bites', async (rule, text) => {
  const linter = new ESLint({
    cwd: inRoot(),
    ruleFilter: ({ ruleId }) => ruleId === rule,
    overrideConfig: {
      languageOptions: {
        parserOptions: {
          projectService: {
            allowDefaultProject: ['electron/core/*.ts'],
            defaultProject: 'electron/core/tsconfig.json',
          },
        },
      },
    },
  });
  expect(await refusals(linter, 'electron/core/probe-of-a-rule.ts', text)).toContain(rule);
});

test('a comment cannot switch a rule off', async () => {
  const text = "/* eslint-disable */\nimport { app } from 'electron';";
  expect(await refusals(imports, 'electron/core/smtp/flow.ts', text)).toContain(restricted);
});
