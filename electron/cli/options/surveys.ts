/** Options of the surveys besides the matrix: how to connect, how many sessions, and what is printed. */
import { limits } from '../../protocol/values/survey/limits.ts';
import { OTHER_PROTOCOLS, type RequestOf } from '../../protocol/values/survey/request.ts';
import { splitPort } from '../../protocol/parse/host-port.ts';
import { readHost } from '../../protocol/parse/host.ts';
import { flag, read, text, texts } from '../../protocol/options/option.ts';
import { bad, good, type Result } from '../../protocol/parse/result.ts';
import { connectionSecretTexts, connectionTexts } from '../../texts/options/connection.ts';
import { loginSecretTexts, loginTexts, loginUserText } from '../../texts/options/login.ts';
import type { surveyOutput } from './matrix.ts';
import type { tlsGroup } from './session.ts';
import { connection, loginGroup } from './session.ts';
import { counted } from './kinds.ts';
import { described, group, groupWith, type Values } from './types.ts';

const words = { ...connectionTexts, ...connectionSecretTexts };
/** Which hosts and addresses there are is the survey's own business. */
const { mx: _mx, everyAddress: _every, ...ofHost } = connection.options;
export const surveyConnection = groupWith('Connection', ofHost, words);
/** Of the MX hosts of a domain the one that mail goes to is watched. */
export const watchConnection = groupWith('Connection', connection.options, words);

function parseSessions(typed: string): Result<number, 'bad-value'> {
  const count = /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
  return count >= 1 && count <= limits.census.most ? good(count) : bad('bad-value');
}

export const censusGroup = group('How many', {
  sessions: described(
    read('sessions', 'N', parseSessions),
    `sessions with each address, one after the other (default: ${limits.census.sessions})`,
    { 'bad-value': `needs a whole number from 1 to ${limits.census.most}` },
  ),
});

/** "30s", "5m", "2h", "1d", "500ms"; a number alone is seconds. */
function parseDuration(typed: string): Result<number, 'bad-value'> {
  const [, number = '', unit = 's'] = /^(\d{1,7}(?:\.\d{1,3})?)(ms|s|m|h|d)?$/.exec(typed.trim()) ?? [];
  const ms = Math.round(Number(number) * (unitMs[unit] ?? 0));
  return number !== '' && ms > 0 ? good(ms) : bad('bad-value');
}
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const wrongDuration = { 'bad-value': 'needs a time such as 30s, 5m or 2h' };

export const watchGroup = group('How often, how long', {
  every: described(
    read('every', 'TIME', parseDuration),
    'from one round to the next (default: 30s; 10s at least, but on this machine)',
    wrongDuration,
  ),
  for: described(
    read('for', 'TIME', parseDuration),
    'end after this time (default: when it is interrupted)',
    wrongDuration,
  ),
  rounds: counted('rounds', 'N', 1, 'end after so many rounds'),
});

export const watchOutput = group('Output', {
  json: described(flag('json'), 'print a line of JSON for each round and each change, and a summary last'),
  ndjson: described(flag('ndjson'), 'the same as --json, by the name that it has elsewhere'),
  metrics: described(
    text('metrics', 'FILE|[HOST:]PORT'),
    'also keep the numbers in the Prometheus text format: in a file, or over HTTP at /metrics (port 0: a free one)',
  ),
});

const { tryAllMechanisms: _all, ...loginOnce } = loginGroup.options;
export const watchLogin = groupWith('Login, each round (ends after one that is refused)', loginOnce, {
  user: loginUserText,
  ...loginSecretTexts,
  ...loginTexts,
});

/** "imap,pop3", each with a host where it is another: "imap=imap.example.org:993". */
function parseAlso(typed: string): Result<RequestOf<'mechanisms'>['also'], 'bad-value'> {
  const parts = typed.split(',').map((part) => {
    const [name = '', where] = part.trim().split('=', 2);
    const protocol = OTHER_PROTOCOLS.find((one) => one === name.toLowerCase());
    const split = where === undefined ? null : splitPort(where);
    const host = split === null ? null : readHost(split.host);
    if (protocol === undefined || (where !== undefined && host === null)) return null;
    return { protocol, host, port: split?.port ?? null };
  });
  const also = parts.filter((part) => part !== null);
  const isEachOnce = new Set(also.map(({ protocol }) => protocol)).size === also.length;
  return also.length === parts.length && isEachOnce ? good(also) : bad('bad-value');
}

export const verifyGroup = group('What is tried', {
  allMechanisms: described(
    flag('all-mechanisms'),
    'each mechanism once instead of the strongest alone; stops where a reply speaks of a lock-out',
  ),
  from: described(text('from', 'ADDRESS'), 'with --to: may this sender write to this recipient? Nothing is sent'),
  to: described(texts('to', 'ADDRESS'), 'recipient to ask about'),
  also: described(
    read('also', 'imap[=HOST[:PORT]],pop3[=...]', parseAlso),
    'the same user and password there, once each, over verified TLS (default: the target’s own host, 993 and 995)',
    { 'bad-value': 'needs imap, pop3 or both, such as imap=imap.example.org,pop3=pop.example.org:995' },
  ),
});
export const verifyLogin = groupWith('Login', loginOnce, {
  user: loginUserText,
  ...loginSecretTexts,
  ...loginTexts,
});
export const verifyOutput = group('Output', {
  json: described(flag('json'), 'print one object as JSON on standard output, everything else on standard error'),
  ndjson: described(flag('ndjson'), 'print a line of JSON for each mechanism, and one with the rest last'),
});

export interface VerifyValues {
  readonly tried: Values<typeof verifyGroup>;
  readonly connection: Values<typeof surveyConnection>;
  readonly tls: Values<typeof tlsGroup>;
  readonly login: Values<typeof verifyLogin>;
  readonly output: Values<typeof verifyOutput>;
}

export interface WatchValues {
  readonly often: Values<typeof watchGroup>;
  readonly connection: Values<typeof watchConnection>;
  readonly tls: Values<typeof tlsGroup>;
  readonly login: Values<typeof watchLogin>;
  readonly output: Values<typeof watchOutput>;
}

export interface HostSurveyValues {
  readonly connection: Values<typeof surveyConnection>;
  readonly tls: Values<typeof tlsGroup>;
  readonly output: Values<typeof surveyOutput>;
}
export interface CensusValues extends HostSurveyValues {
  readonly many: Values<typeof censusGroup>;
}
