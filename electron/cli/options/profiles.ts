/** Options of the commands about connection profiles. */
import { flag, text } from '../../protocol/options/option.ts';
import { described, group, type Values } from './types.ts';

const json = described(flag('json'), 'print JSON on standard output, everything else on standard error');

export const plain = group('Output', { json });

export const chosen = group('What to export (one of these, or NAME)', {
  folder: described(text('folder', 'NAME'), 'the profiles of this folder'),
  all: described(flag('all'), 'all profiles'),
});

export const exportOutput = group('Output', {
  output: described(text('output', 'FILE'), 'write to FILE (default: standard output)'),
  json,
});

export const importing = group('Import', {
  folder: described(text('folder', 'NAME'), 'put what has no folder of its own into this one; made when there is none'),
  dryRun: described(flag('dry-run'), 'say what would be made, and make nothing'),
  noSecrets: described(flag('no-secrets'), 'leave passwords; without it they go to the keychain'),
});

export interface PlainValues {
  readonly output: Values<typeof plain>;
}
export interface ExportValues {
  readonly chosen: Values<typeof chosen>;
  readonly output: Values<typeof exportOutput>;
}
export interface ImportValues extends PlainValues {
  readonly importing: Values<typeof importing>;
}
