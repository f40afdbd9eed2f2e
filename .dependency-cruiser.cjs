/**
 * Who may call whom (docs/architecture.md has the reasons): wire <- sasl <- smtp <- checks; wire, sasl <- server; the proxy handler
 * alone may use smtp; survey is above smtp and report; tls and dns serve smtp, checks and server; core <- storage <- app <- main | harness; core, storage <- cli;
 * protocol is below all, ipc and texts know it alone; the renderer knows protocol, ipc and texts only, and of its features none another;
 * storage implements the core's ports; nothing imports main or preload. Permissions belong to folders, never to a file's name.
 * Type-only imports count: a direction that exists only in types is still a direction.
 */

const core = '^electron/core/';

/** What every part of the core may use besides itself. */
const ground = ['^electron/core/ports\\.ts$', '^electron/core/recording/', '^electron/protocol/'];

/**
 * @param {string} name
 * @param {string} from
 * @param {string[]} may folders and files of ours, as regular expressions
 * @param {string} comment
 * @param {string} [except]
 */
const only = (name, from, may, comment, except) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, ...(except ? { pathNot: except } : {}) },
  to: { path: '^(electron|renderer|test|build)/', pathNot: may },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vite/client$' },
    },
    {
      name: 'no-barrels',
      comment: 'Import from the module that defines it. The registry of checks is the one index.ts.',
      severity: 'error',
      from: {},
      to: { path: '^(electron|renderer)/.*/index\\.ts$', pathNot: '^electron/core/checks/index\\.ts$' },
    },

    only('wire-is-lowest', '^electron/core/wire/', ['^electron/core/wire/', ...ground], 'wire: bytes in, values out.'),
    only('sasl-knows-wire', '^electron/core/sasl/', ['^electron/core/(sasl|wire)/', ...ground], 'wire <- sasl'),
    only(
      'tls-is-below-smtp',
      '^electron/core/tls/',
      ['^electron/core/(tls|wire)/', ...ground],
      'tls <- smtp, checks, server',
    ),
    only(
      'dns-is-below-smtp',
      '^electron/core/dns/',
      ['^electron/core/(dns|wire)/', ...ground],
      'dns <- smtp, checks, server',
    ),
    only(
      'oauth-direction',
      '^electron/core/oauth/',
      ['^electron/core/(oauth|sasl)/', ...ground],
      'Tokens are got without knowing what they are for.',
    ),
    only(
      'recording-is-ground',
      '^electron/core/recording/',
      ['^electron/core/(recording|wire)/', '^electron/core/ports\\.ts$', '^electron/protocol/'],
      'The recorder of events is below everything that records.',
    ),
    only(
      'smtp-direction',
      '^electron/core/smtp/',
      ['^electron/core/(smtp|sasl|wire|tls|dns)/', ...ground],
      'wire <- sasl <- smtp <- checks; smtp does not know server, checks or report.',
    ),
    only(
      'server-direction',
      '^electron/core/server/',
      ['^electron/core/(server|sasl|wire|tls|dns)/', ...ground],
      'wire, sasl <- server; the proxy handler alone may use smtp.',
      '^electron/core/server/handlers/(proxy|release)',
    ),
    only(
      'proxy-handler-direction',
      '^electron/core/server/handlers/(proxy|release)',
      ['^electron/core/(server|smtp|sasl|wire|tls|dns)/', ...ground],
      'The proxy handler is a client as well.',
    ),
    {
      name: 'parts-stand-alone',
      comment: 'Messages and profiles are used by the others, not the reverse.',
      severity: 'error',
      from: { path: '^electron/core/(message|profiles)/' },
      to: { path: '^electron/core/(server|checks|report|explain)/' },
    },
    only(
      'mail-access-direction',
      '^electron/core/mail-access/',
      ['^electron/core/(mail-access|tls)/', ...ground],
      'A login at IMAP or POP3 knows TLS and nothing of SMTP.',
    ),
    only(
      'updates-direction',
      '^electron/core/updates/',
      ['^electron/core/(updates|tls)/', ...ground],
      'The feed of releases knows TLS and nothing of mail.',
    ),
    only(
      'survey-direction',
      '^electron/core/survey/',
      ['^electron/core/(survey|smtp|dns|report|mail-access)/', ...ground],
      'A survey runs sessions; what they show together is worked out in protocol/fold, sentences are in texts.',
    ),
    {
      name: 'nothing-below-knows-surveys',
      comment: 'Many sessions know of one; one never of many.',
      severity: 'error',
      from: { path: core, pathNot: '^electron/core/survey/' },
      to: { path: '^electron/core/survey/' },
    },
    {
      name: 'nothing-below-knows-checks',
      severity: 'error',
      from: { path: '^electron/core/(wire|sasl|tls|dns|smtp|server|recording|message|profiles)/' },
      to: { path: '^electron/core/(checks|explain|report)/' },
    },
    only(
      'core-stands-alone',
      core,
      [core, '^electron/(protocol|texts)/'],
      'The core runs without Electron, window, storage and command line.',
    ),
    {
      name: 'texts-only-for-reports',
      comment: 'Sentences belong to what people read; the engine deals in codes.',
      severity: 'error',
      from: { path: '^electron/core/(wire|sasl|tls|dns|smtp|server|recording)/' },
      to: { path: '^electron/texts/' },
    },

    only('protocol-is-lowest', '^electron/protocol/', ['^electron/protocol/'], 'Every layer shares it; it knows none.'),
    only('ipc-is-a-leaf', '^electron/ipc/', ['^electron/(ipc|protocol)/'], 'Both sides import it; it imports neither.'),
    only('texts-are-a-leaf', '^electron/texts/', ['^electron/(protocol|texts)/'], 'Sentences for codes, nothing else.'),
    only(
      'renderer-knows-ipc-and-texts',
      '^renderer/',
      ['^renderer/', '^electron/(protocol|ipc|texts)/'],
      'The window depends on a contract.',
    ),
    {
      name: 'features-stand-alone',
      comment: 'What two features share lies in renderer/session or renderer/ui.',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'session-knows-no-feature',
      severity: 'error',
      from: { path: '^renderer/session/' },
      to: { path: '^renderer/features/' },
    },
    only(
      'ui-knows-no-feature',
      '^renderer/ui/',
      ['^renderer/ui/', '^renderer/styles/'],
      'Wrappers know no feature and no contract.',
    ),
    only(
      'storage-implements-ports',
      '^electron/storage/',
      ['^electron/storage/', core, '^electron/protocol/'],
      'core <- storage',
    ),
    only(
      'app-is-without-electron',
      '^electron/app/',
      ['^electron/(app|ipc|core|storage|texts|protocol)/'],
      'The app without Electron: core, storage <- app <- main.',
    ),
    only(
      'preload-is-tiny',
      '^electron/preload/',
      ['^electron/preload/', '^electron/ipc/'],
      'Transport over ipcRenderer, nothing else.',
    ),
    only(
      'cli-direction',
      '^electron/cli/',
      ['^electron/(cli|core|storage|texts|protocol)/'],
      'The core from a terminal.',
    ),
    only(
      'library-is-the-core',
      '^electron/library/',
      // A server needs a spool and a certificate, and those of the app are as good for others.
      ['^electron/(library|core|protocol|storage/(spool|authority))/'],
      'What other programs import: the core, its spools and its test authority, without window, storage of profiles and command line.',
    ),
    {
      name: 'nothing-imports-an-entry',
      comment: 'main, preload, the command line and the library are composition: nothing is above them.',
      severity: 'error',
      from: { path: '^(electron|renderer)/', pathNot: '^electron/(main|preload|cli|library)/' },
      to: { path: '^electron/(main|preload|cli|library)/' },
    },
    {
      name: 'main-is-the-top',
      comment: 'It meets the window in ipc only, and the command line and the library not at all.',
      severity: 'error',
      from: { path: '^electron/main/' },
      to: { path: '^(electron/(preload|cli|library)|renderer)/' },
    },
    {
      name: 'tests-stay-out',
      comment: 'Tests and build scripts are never packaged.',
      severity: 'error',
      from: { path: '^(electron|renderer)/' },
      to: { path: '^(test|build)/' },
    },

    {
      name: 'core-pure-libraries',
      comment: "The core uses Node's built-ins and pure libraries; another one is a decision to be written here.",
      severity: 'error',
      from: { path: core },
      to: {
        dependencyTypesNot: ['core', 'local', 'type-only', 'localmodule', 'unknown', 'undetermined'],
        path: 'node_modules/',
        pathNot:
          'node_modules/(valibot|nodemailer|@types/nodemailer|parse5|@peculiar/x509|dns-packet|fast-xml-parser|acorn|oauth4webapi)/',
      },
    },
    {
      name: 'keychain-in-its-folder',
      severity: 'error',
      from: { path: '^(electron|renderer)/', pathNot: '^electron/storage/keychain/' },
      to: { path: 'node_modules/(keytar|@github/keytar)/' },
    },
    {
      name: 'sqlite-in-its-folder',
      severity: 'error',
      from: { path: '^(electron|renderer)/', pathNot: '^electron/storage/sqlite/' },
      to: { path: 'node_modules/libsql/' },
    },
    {
      name: 'electron-in-main-and-preload',
      severity: 'error',
      from: { path: '^(electron|renderer)/', pathNot: '^electron/(main|preload)/' },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'leaves-use-valibot-only',
      severity: 'error',
      from: { path: '^electron/(protocol|ipc|texts)/' },
      to: { path: 'node_modules/', pathNot: 'node_modules/valibot/' },
    },
    {
      name: 'no-node-in-leaves-and-window',
      severity: 'error',
      from: { path: '^(electron/(protocol|ipc|texts|preload)|renderer)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sockets-have-their-place',
      comment: 'The lint rule sees import declarations; this one import().',
      severity: 'error',
      from: {
        path: '^electron/(core|storage|app|main|cli)/',
        pathNot: '^electron/core/(smtp/connection|server/listener|tls|dns|oauth|mail-access|updates)/',
      },
      to: { path: '^(node:)?(net|tls|dgram|http|https|http2)$', dynamic: true },
    },
    {
      name: 'dev-dependencies-stay-out',
      comment: 'What the app needs at run time is in dependencies; the window is bundled.',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/(main|preload)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'node', 'default'],
      extensions: ['.ts', '.svelte', '.js', '.mjs', '.cjs', '.d.ts', '.json'],
    },
    extraExtensionsToScan: ['.css'],
  },
};
