/** What a layer may not know is not there for its compiler: one forbidden and one permitted use per layer and per strictness setting. */
import { expect, test } from 'vitest';
import { layers } from '../../build/layers.mjs';
import { typecheck } from '../../build/lib/typecheck.mjs';

const dom = 'export const title = document.title;';
const nodeGlobal = 'export const here = process.cwd();';
const nodeModule = "import { join } from 'node:path';\nexport const both = join('a', 'b');";
const electron = "import { app } from 'electron';\nexport const name = app.getName();";
const timer = 'export const timer = setTimeout(() => 1, 1);';
const plain = 'export const twice = (value: number): number => value * 2;';

const uses = { dom, nodeGlobal, nodeModule, electron, timer, plain };
type Use = keyof typeof uses;

/** What each layer's compiler accepts. Electron's declarations can be named anywhere; the import rules forbid that. */
const accepted: Record<string, Use[]> = {
  'electron/protocol': ['plain'],
  'electron/texts': ['plain'],
  'electron/ipc': ['plain'],
  'electron/core': ['plain', 'nodeGlobal', 'nodeModule', 'timer'],
  'electron/storage': ['plain', 'nodeGlobal', 'nodeModule', 'timer'],
  'electron/app': ['plain', 'nodeGlobal', 'nodeModule', 'timer'],
  'electron/preload': ['plain', 'dom', 'timer'],
  'electron/main': ['plain', 'nodeGlobal', 'nodeModule', 'timer', 'electron'],
  'electron/cli': ['plain', 'nodeGlobal', 'nodeModule', 'timer'],
  'electron/library': ['plain', 'nodeGlobal', 'nodeModule', 'timer'],
  renderer: ['plain', 'dom', 'timer'],
  test: ['plain', 'dom', 'nodeGlobal', 'nodeModule', 'timer'],
};

test('every layer of the list has its expectations here', () => {
  expect(layers.filter((layer) => layer !== 'build')).toEqual(Object.keys(accepted));
});

for (const [layer, may] of Object.entries(accepted)) {
  for (const use of Object.keys(uses) as Use[]) {
    // Electron's declarations bring Node's with them: what an import of it would do is left to the import rules.
    if (use === 'electron' && !may.includes('electron')) continue;
    const expected = may.includes(use);
    test(`${layer} ${expected ? 'accepts' : 'refuses'} ${use}`, () => {
      const { ok, output } = typecheck(layer, { instead: { [`${layer}/probe.ts`]: `${uses[use]}\n` } });
      expect(ok, output).toBe(expected);
    });
  }
}

/** Each setting of tsconfig.base.json: code that it refuses, with the compiler's number for it. */
const refused: [setting: string, code: number, text: string][] = [
  ['strict', 7006, 'export function id(value) {\n  return value;\n}'],
  ['noUncheckedIndexedAccess', 2322, 'const list: string[] = [];\nexport const first: string = list[0];'],
  ['exactOptionalPropertyTypes', 2375, 'export const options: { port?: number } = { port: undefined };'],
  ['noImplicitReturns', 7030, 'export function f(a: boolean) {\n  if (a) return 1;\n}'],
  [
    'noFallthroughCasesInSwitch',
    7029,
    'export function f(a: number) {\n  let b = 0;\n  switch (a) {\n    case 1:\n      b = 1;\n    case 2:\n      b = 2;\n  }\n  return b;\n}',
  ],
  ['noImplicitOverride', 4114, 'class A {\n  f() {}\n}\nexport class B extends A {\n  f() {}\n}'],
  ['noUnusedLocals', 6133, 'export function f() {\n  const unused = 1;\n}'],
  ['erasableSyntaxOnly', 1294, 'export enum Phase {\n  Greeting,\n}'],
  ['erasableSyntaxOnly', 1294, 'export class A {\n  constructor(private readonly a: number) {}\n}'],
  ['verbatimModuleSyntax', 1484, "import { TcpNetConnectOpts } from 'node:net';\nexport type A = TcpNetConnectOpts;"],
];

test.each(refused)('%s bites (TS%d)', (_setting, code, text) => {
  const { ok, output } = typecheck('electron/core', { instead: { 'electron/core/probe.ts': `${text}\n` } });
  expect(ok).toBe(false);
  expect(output).toContain(`TS${String(code)}`);
});
