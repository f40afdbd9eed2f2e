/** Options of a survey of a list: which list, what is asked of each, how much at one time, and where it goes. */
import { choice, flag, read, text } from '../../protocol/options/option.ts';
import { bad, good, type Result } from '../../protocol/parse/result.ts';
import { limits } from '../../protocol/values/survey/limits.ts';
import { TARGET_TASKS } from '../../protocol/values/survey/targets.ts';
import { loginSecretTexts, loginTexts, loginUserText } from '../../texts/options/login.ts';
import { connectionSecretTexts, connectionTexts } from '../../texts/options/connection.ts';
import { connection, loginGroup, type tlsGroup } from './session.ts';
import { described, group, groupWith, type Values } from './types.ts';

/** "2/8": the second of eight. */
function parseShard(typed: string): Result<{ readonly index: number; readonly of: number }, 'bad-value'> {
  const [, index = '0', of = '0'] = /^(\d{1,6})\/(\d{1,6})$/.exec(typed.trim()) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  return shard.index >= 1 && shard.index <= shard.of ? good(shard) : bad('bad-value');
}

const within = (name: string, most: number, help: string) =>
  described(
    read(name, 'N', (typed): Result<number, 'bad-value'> => {
      const count = /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
      return count >= 1 && count <= most ? good(count) : bad('bad-value');
    }),
    help,
    { 'bad-value': `needs a whole number from 1 to ${most}` },
  );

export const listGroup = group('What is asked', {
  targets: described(
    text('targets', 'FILE|-'),
    'the list: a target, domain or profile:NAME a line, # for a comment; or CSV with a header (host, port, user, profile)',
  ),
  do: described(
    choice('do', TARGET_TASKS),
    'check: a session each; tls: one that has to come to TLS; domain: every MX host of a domain; verify: one login each',
  ),
  concurrency: within(
    'concurrency',
    limits.targets.concurrencyMost,
    `sessions at one time, in all (default: ${limits.targets.concurrency})`,
  ),
  perAddress: within(
    'concurrency-per-address',
    limits.targets.perAddressMost,
    `sessions at one time to one address (default: ${limits.targets.perAddress}; with verify always 1)`,
  ),
  shard: described(
    read('shard', 'I/N', parseShard),
    'only the Ith of N parts of the list, by a hash of each target: 1/4, 2/4 ...',
    { 'bad-value': 'needs the number of a part and of all parts, such as 2/8' },
  ),
  resume: described(
    text('resume', 'OUT.ndjson'),
    'leave out the targets that stand in this file already, and count what they came to; it need not exist',
  ),
});

const { mx: _mx, everyAddress: _every, ...ofTarget } = connection.options;
export const listConnection = groupWith('Connection', ofTarget, { ...connectionTexts, ...connectionSecretTexts });

const { tryAllMechanisms: _all, ...loginOnce } = loginGroup.options;
export const listLogin = groupWith('Login, of verify (default: the password kept for the profile)', loginOnce, {
  user: loginUserText,
  ...loginSecretTexts,
  ...loginTexts,
});

export const listOutput = group('Output', {
  json: described(flag('json'), 'print one object as JSON on standard output, everything else on standard error'),
  ndjson: described(flag('ndjson'), 'print a line of JSON for each target as it ends, and one with the rest last'),
  output: described(
    text('output', 'FILE'),
    'add the lines of --ndjson to FILE, each as its target ends, whatever else is printed',
  ),
});

export interface ListSurveyValues {
  readonly list: Values<typeof listGroup>;
  readonly connection: Values<typeof listConnection>;
  readonly tls: Values<typeof tlsGroup>;
  readonly login: Values<typeof listLogin>;
  readonly output: Values<typeof listOutput>;
}
