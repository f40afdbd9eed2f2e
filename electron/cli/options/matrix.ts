/** Options of the port matrix: which ports besides the usual, how to connect to each, one login, and what is printed. */
import { limits } from '../../protocol/values/survey/limits.ts';
import { flag, readAll } from '../../protocol/options/option.ts';
import { parsePort } from '../../protocol/parse/host-port.ts';
import { bad, good, type Result } from '../../protocol/parse/result.ts';
import { connectionSecretTexts, connectionTexts } from '../../texts/options/connection.ts';
import { loginSecretTexts, loginTexts, loginUserText } from '../../texts/options/login.ts';
import { connection, loginGroup, tlsGroup } from './session.ts';
import { described, group, groupWith, type Values } from './types.ts';

function parsePorts(typed: readonly string[]): Result<readonly number[], 'bad-value'> {
  const ports = typed.map((text) => parsePort(text) ?? 0).filter((port) => port > 0);
  return ports.length === typed.length && ports.length <= limits.matrix.ports ? good(ports) : bad('bad-value');
}

export const matrixPorts = group('What is tried', {
  ports: described(readAll('port', 'N', parsePorts), 'another port, besides 25, 465, 587 and 2525', {
    'bad-value': `needs a port, 1 to 65535, at most ${limits.matrix.ports} of them`,
  }),
  tlsPorts: described(readAll('tls-port', 'N', parsePorts), 'the same, where TLS is expected from the first byte', {
    'bad-value': `needs a port, 1 to 65535, at most ${limits.matrix.ports} of them`,
  }),
});

const { ehloName, family, localAddress, timeouts, proxy, proxyPassword } = connection.options;
export const matrixConnection = groupWith(
  'Connection',
  { ehloName, family, localAddress, timeouts, proxy, proxyPassword },
  { ...connectionTexts, ...connectionSecretTexts },
);

const { tryAllMechanisms: _all, ...loginOnce } = loginGroup.options;
/** A credential is tried once: there is no trying of all mechanisms. */
export const matrixLogin = groupWith('Login, once, at the cell to use', loginOnce, {
  user: loginUserText,
  ...loginSecretTexts,
  ...loginTexts,
});

export const surveyOutput = group('Output', {
  json: described(flag('json'), 'print one object as JSON on standard output, everything else on standard error'),
  ndjson: described(flag('ndjson'), 'print a line of JSON for each cell as it ends, and one with the rest last'),
});

export interface MatrixValues {
  readonly tried: Values<typeof matrixPorts>;
  readonly connection: Values<typeof matrixConnection>;
  readonly login: Values<typeof matrixLogin>;
  readonly output: Values<typeof surveyOutput>;
}

/** Of the connection and TLS what was given, as it is typed again; the family and the time limits are the matrix's business. */
export function optionsAgain(connectionValues: MatrixValues['connection'], tls: Values<typeof tlsGroup>): string[] {
  const given: Readonly<Record<string, unknown>> = { ...connectionValues, ...tls };
  return Object.entries({ ...matrixConnection.options, ...tlsGroup.options }).flatMap(([field, { name }]) => {
    const value = given[field];
    if (value === true) return [`--${name}`];
    return typeof value === 'string' ? [`--${name}`, value] : [];
  });
}
