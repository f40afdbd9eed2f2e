/** The commands about connection profiles and their options. */
import { output } from './session.ts';
import type { CommandSpec, OptionGroup } from './types.ts';

const json = { name: 'json', help: 'print JSON on standard output, everything else on standard error' } as const;
const plain: OptionGroup = { title: 'Output', options: [json] };

const chosen: OptionGroup = {
  title: 'What to export (one of these, or NAME)',
  options: [
    { name: 'folder', value: 'NAME', help: 'the profiles of this folder' },
    { name: 'all', help: 'all profiles' },
  ],
};

const exportOutput: OptionGroup = {
  title: 'Output',
  options: [{ name: 'output', value: 'FILE', help: 'write to FILE (default: standard output)' }, json],
};

const importing: OptionGroup = {
  title: 'Import',
  options: [
    { name: 'folder', value: 'NAME', help: 'put what has no folder of its own into this one; made when there is none' },
    { name: 'dry-run', help: 'say what would be made, and make nothing' },
    { name: 'no-secrets', help: 'leave passwords; without it they go to the keychain' },
  ],
};

const password: OptionGroup = {
  title: 'Login (default: the password kept for the profile)',
  options: [
    { name: 'password-stdin', help: 'read the password or access token from the first line of standard input' },
    { name: 'password-env', value: 'NAME', help: 'read it from this environment variable' },
  ],
};

export const profileCommands: readonly CommandSpec[] = [
  {
    name: 'profiles list',
    summary: 'list the connection profiles of this machine, as the window shows them',
    operands: [],
    groups: [plain],
    examples: [
      ['posthorn profiles list', 'name, target, user, whether a password is kept, when it was last verified'],
      ['posthorn profiles list --json', 'as JSON, for scripts'],
    ],
  },
  {
    name: 'profiles show',
    summary: 'show everything that a profile says; never its password',
    operands: ['NAME'],
    groups: [plain],
    examples: [
      ['posthorn profiles show Office', 'case matters only where two names differ in nothing else'],
      ['posthorn profiles show Customers/mx1', 'by folder and name'],
    ],
  },
  {
    name: 'profiles export',
    summary: 'write profiles as JSON, without passwords',
    operands: ['[NAME]'],
    groups: [chosen, exportOutput],
    examples: [
      ['posthorn profiles export Office', 'one, to standard output'],
      ['posthorn profiles export --folder Customers --output customers.json', 'a folder'],
      ['posthorn profiles export --all --output profiles.json', 'all of them'],
    ],
  },
  {
    name: 'profiles import',
    summary:
      'make profiles of an export, an smtp://, smtps:// or lmtp:// URL, a command line of swaks, an msmtprc, or options of nodemailer as JSON; nothing is overwritten, no command in it is run',
    operands: ['FILE|-'],
    groups: [importing, plain],
    examples: [
      ['posthorn profiles import customers.json', 'what was exported elsewhere'],
      ['posthorn profiles import ~/.msmtprc --dry-run', 'what would be made of it, and what was not understood'],
      [
        'posthorn profiles import url.txt',
        'a URL with a password comes from a file or a pipe (-), never as an argument',
      ],
    ],
  },
  {
    name: 'profiles verify',
    summary: 'check a profile and its login; nothing is sent, and the profile remembers the result',
    operands: ['NAME'],
    groups: [password, output],
    examples: [
      ['posthorn profiles verify Office', 'does the kept password work?'],
      ['posthorn profiles verify Office --password-env PW --json', 'with another password, as JSON'],
    ],
  },
];
