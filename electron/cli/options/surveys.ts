/** Options of the surveys besides the matrix: how to connect, how many sessions, and what is printed. */
import { limits } from '../../protocol/values/survey/limits.ts';
import { read } from '../../protocol/options/option.ts';
import { bad, good, type Result } from '../../protocol/parse/result.ts';
import { connectionSecretTexts, connectionTexts } from '../../texts/options/connection.ts';
import type { surveyOutput } from './matrix.ts';
import type { tlsGroup } from './session.ts';
import { connection } from './session.ts';
import { described, group, groupWith, type Values } from './types.ts';

/** Which hosts and addresses there are is the survey's own business. */
const { mx: _mx, everyAddress: _every, ...ofHost } = connection.options;
export const surveyConnection = groupWith('Connection', ofHost, { ...connectionTexts, ...connectionSecretTexts });

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

export interface HostSurveyValues {
  readonly connection: Values<typeof surveyConnection>;
  readonly tls: Values<typeof tlsGroup>;
  readonly output: Values<typeof surveyOutput>;
}
export interface CensusValues extends HostSurveyValues {
  readonly many: Values<typeof censusGroup>;
}
