/** Lint rules, the same for everyone, and the modules each layer may name. Direction between our own folders is dependency-cruiser's. */
import { builtinModules } from 'node:module';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

// A builtin under its bare name would slip past every rule that is written with the `node:` prefix.
const bareBuiltins = builtinModules.filter((name) => !name.startsWith('_') && !name.startsWith('node:'));

const bareNode = {
  regex: `^(${bareBuiltins.map((name) => name.replaceAll('/', '\\/')).join('|')})$`,
  message: 'Name Node\'s built-ins with the "node:" prefix.',
};
const anyNode = { regex: '^node:', message: 'This layer runs without Node.' };
// Written as exact names and a regex: a gitignore-style pattern "electron" would match our own electron/ folder too.
const electron = {
  regex: '^electron(/(main|common|renderer|utility))?$',
  message: 'Only electron/main and electron/preload know Electron.',
};
const sockets = ['node:net', 'node:tls', 'node:dgram', 'node:http', 'node:https', 'node:http2'].map((name) => ({
  name,
  message: 'Sockets belong to smtp/connection, server/listener, tls, dns, oauth, mail-access and updates.',
  allowTypeImports: true,
  ...(name === 'node:net' ? { allowImportNames: ['isIP', 'isIPv4', 'isIPv6', 'BlockList', 'SocketAddress'] } : {}),
}));
const dns = ['node:dns', 'node:dns/promises'].map((name) => ({
  name,
  message: 'Names are resolved in core/dns.',
  allowTypeImports: true,
}));
const inputAndOutput = {
  regex: '^node:(fs|child_process|worker_threads|cluster|process|os|stream|readline|timers)(/|$)',
  message: 'wire/ and sasl/ take bytes and give values; they do no I/O.',
};
const keytar = { name: 'keytar', message: 'Only electron/storage/keychain knows it.' };
const libsql = { name: 'libsql', message: 'Only electron/storage/sqlite knows it.' };
const nativePackages = [keytar, libsql];
const iconBarrel = {
  name: '@lucide/svelte',
  message: "Import icons one by one ('@lucide/svelte/icons/plug'): the barrel costs most of a minute in tests.",
};
const bitsUi = { regex: '^(bits-ui|virtua|paneforge)(/|$)', message: 'Wrapped once in renderer/ui; use that.' };
const ipcNames = (/** @type {string[]} */ importNames) => ({
  name: 'electron',
  importNames,
  message: 'ipcMain belongs to main/transport, ipcRenderer to the preload.',
});

const exportsOfItsOwn = [
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the module that defines it.' },
  { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
];
const exportsOfOthers = {
  selector: 'ExportNamedDeclaration[source]',
  message: 'No barrels: electron/library alone exports what others define.',
};

/**
 * One `no-restricted-imports` per layer: a later block replaces an earlier one whole, it does not add to it.
 * @param {string[]} files
 * @param {object[]} paths
 * @param {object[]} patterns
 * @param {string[]} [ignores]
 * @returns {import('typescript-eslint').ConfigWithExtends}
 */
const imports = (files, paths, patterns, ignores = []) => ({
  files,
  ...(ignores.length > 0 ? { ignores } : {}),
  rules: {
    '@typescript-eslint/no-restricted-imports': /** @type {['error', object]} */ ([
      'error',
      { paths, patterns: [bareNode, ...patterns] },
    ]),
  },
});

const typed = ['**/*.ts', '**/*.svelte'];

export default ts.config(
  { ignores: ['node_modules/', 'out/', 'dist/', 'coverage/', 'test-results/', 'test/fixtures/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },

  // Our own TypeScript.
  { files: typed, extends: [...ts.configs.strictTypeChecked, ...ts.configs.stylisticTypeChecked] },
  ...svelte.configs.recommended,
  {
    files: typed,
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
        parser: ts.parser,
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Ports are asynchronous by contract, whether or not one implementation has to wait.
      '@typescript-eslint/require-await': 'off',
      // `type` and `interface` both have their use; a union of object types reads better as types throughout.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // `return socket.end()` is how an early end reads best.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // A column of a row or a key of a table is not always a name.
      '@typescript-eslint/dot-notation': 'off',
      // Control characters are this project's subject.
      'no-control-regex': 'off',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...exportsOfItsOwn],
    },
  },
  {
    files: ['electron/**/*.ts', 'renderer/**/*.{ts,svelte}'],
    // The one place that is there to gather what others define: each name is written down, because each is a promise.
    ignores: ['electron/library/**'],
    rules: { 'no-restricted-syntax': ['error', ...exportsOfItsOwn, exportsOfOthers] },
  },

  {
    // The linter sees an imported component as `any`; svelte-check sees its real type and checks the same things.
    files: ['**/*.svelte'],
    rules: {
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      '@typescript-eslint/restrict-plus-operands': 'off',
    },
  },

  // Which modules each layer may name. `electron` is everywhere the first thing forbidden.
  imports(['electron/core/**/*.ts'], [...sockets, ...dns, ...nativePackages], [electron]),
  imports(
    [
      'electron/core/smtp/connection/**/*.ts',
      'electron/core/server/listener/**/*.ts',
      'electron/core/{tls,dns,oauth,mail-access,updates}/**/*.ts',
    ],
    nativePackages,
    [electron],
  ),
  imports(['electron/core/{wire,sasl}/**/*.ts'], [...sockets, ...dns, ...nativePackages], [electron, inputAndOutput]),
  imports(['electron/{protocol,ipc,texts}/**/*.ts'], nativePackages, [electron, anyNode]),
  imports(['electron/storage/**/*.ts'], [...sockets, ...dns, ...nativePackages], [electron]),
  imports(['electron/storage/keychain/**/*.ts'], [...sockets, ...dns, libsql], [electron]),
  imports(['electron/storage/sqlite/**/*.ts'], [...sockets, ...dns, keytar], [electron]),
  imports(['electron/app/**/*.ts'], [...sockets, ...dns, ...nativePackages], [electron]),
  imports(['electron/{cli,library}/**/*.ts'], [...sockets, ...dns, ...nativePackages], [electron]),
  imports(['electron/main/**/*.ts'], [...sockets, ...dns, ...nativePackages, ipcNames(['ipcMain', 'ipcRenderer'])], []),
  imports(['electron/main/transport/**/*.ts'], [...sockets, ...dns, ...nativePackages, ipcNames(['ipcRenderer'])], []),
  imports(['electron/preload/**/*.ts'], [...nativePackages, ipcNames(['ipcMain'])], [anyNode]),
  imports(['renderer/**/*.{ts,svelte}'], [...nativePackages, iconBarrel], [electron, anyNode, bitsUi]),
  // The bench of lists shows a library's beside ours.
  imports(['renderer/{ui,gallery/lists}/**/*.{ts,svelte}'], [...nativePackages, iconBarrel], [electron, anyNode]),
  imports(['test/**/*.ts'], [], [electron], ['test/e2e/**']),

  {
    // Marked so that nobody uses it by accident; a server on loopback has no certificate (RFC 8252 section 8.3).
    files: ['electron/core/oauth/**/*.ts'],
    rules: {
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', name: 'allowInsecureRequests', package: 'oauth4webapi' }] },
      ],
    },
  },

  // A terminal program's output is its business; so is a bench's.
  { files: ['electron/cli/**/*.ts', 'test/bench/**/*.ts', 'test/harness/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      // `expect(array[0]!.code)` says what the test needs more plainly than a guard would.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },

  // Tools that ask for a default export.
  { files: ['*.config.{js,ts}', 'build/**/*.mjs'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: globals.node },
    rules: { 'no-undef': 'error', 'no-unused-vars': 'error', eqeqeq: ['error', 'always'] },
  },
);
