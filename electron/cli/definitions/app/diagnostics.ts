/** `posthorn diagnostics`: what it is called and takes; what it does is in commands/app/diagnostics.ts. */
import { text } from '../../../protocol/options/option.ts';
import { described, group } from '../../options/types.ts';
import { command } from '../../parse/read-options.ts';

const outputFile = group('Output', {
  output: described(text('output', 'FILE'), 'write it to FILE, readable by you alone, instead of standard output'),
});

export const diagnosticsCommand = command({
  name: 'diagnostics',
  summary: 'versions, settings and counts for a report of a fault, as Help, Save Diagnostics saves them',
  operands: [],
  notes: [
    [
      'Holds no secret, no message, and no name of a server or a person. Looks at the data folder and changes nothing in it. The log of a',
      'window is in that window’s memory: Help, Save Diagnostics there has it.',
    ],
  ],
  groups: { file: outputFile },
  printsObject: false,
  examples: [['posthorn diagnostics --output diagnostics.txt', 'read it before you pass it on']],
  load: async () => (await import('../../commands/app/diagnostics.ts')).runDiagnostics,
});
