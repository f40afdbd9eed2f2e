/** `posthorn profiles import`: what it is called and takes; what it does is in commands/profiles/import.ts. */
import { importing, plainGroup } from '../../options/profiles.ts';
import { command } from '../../parse/read-options.ts';

export const importProfiles = command({
  name: 'profiles import',
  summary:
    'make profiles of an export, an smtp://, smtps:// or lmtp:// URL, a command line of swaks, an msmtprc, or options of nodemailer as JSON; nothing is overwritten, no command in it is run',
  operands: ['FILE|-'],
  groups: { importing, output: plainGroup },
  printsObject: true,
  examples: [
    ['posthorn profiles import customers.json', 'what was exported elsewhere'],
    ['posthorn profiles import ~/.msmtprc --dry-run', 'what would be made of it, and what was not understood'],
    ['posthorn profiles import url.txt', 'a URL with a password comes from a file or a pipe (-), never as an argument'],
  ],
  load: async () => (await import('../../commands/profiles/import.ts')).runImport,
});
