/**
 * An experiment as a command with all that the run itself was made with, and the one change that it is. Quoted as everything that is copied
 * into a shell; no secret is part of it: files and variables stand there by a word of their own.
 */
import { connectionOptions } from '../../../protocol/options/connection.ts';
import { loginOptions } from '../../../protocol/options/login.ts';
import { firstUnseen } from '../../../protocol/parse/characters.ts';
import { hostPortText } from '../../../protocol/parse/host-port.ts';
import {
  type ExperimentChange,
  type ExperimentId,
  experimentChanges,
} from '../../../protocol/values/session/experiment.ts';
import type { AuthOptions, ConnectionOptions, Envelope, Target } from '../../../protocol/values/target.ts';
import { addressWords, optionWords } from '../../../texts/copy-as/option-words.ts';
import { shell } from '../../../texts/copy-as/quote.ts';

/** What the run was asked for. */
export interface AskedFor {
  readonly connection: ConnectionOptions;
  readonly auth: AuthOptions | null;
  readonly envelope: Pick<Envelope, 'from' | 'to'> | null;
}

/** Said by the change itself, or of no use to it. */
const ownWays: ReadonlySet<string> = new Set(['security', 'timeout', 'quit-after', 'drop-after', 'every-address']);
/** Of the server that was asked, and of no other. */
const ofServer: ReadonlySet<string> = new Set([
  ...['protocol', 'mx', 'servername', 'ca', 'accept-certificate', 'insecure', 'client-cert', 'xclient', 'xforward'],
  'proxy-protocol',
]);

/** Null where it cannot be made a command: a value has characters that nobody sees, or the recipient's domain is not known. */
export function experimentCommand(
  id: ExperimentId,
  target: Target,
  asked: AskedFor,
  recipient: string | null,
): string | null {
  const words = id === 'ask-mx' ? askMx(asked, recipient) : sameServer(experimentChanges[id], target, asked);
  if (words === null || words.some((word) => firstUnseen(word) !== null)) return null;
  return ['posthorn', ...words.map(shell)].join(' ');
}

function sameServer(change: ExperimentChange, target: Target, asked: AskedFor): string[] | null {
  const { connection } = asked;
  const { port = target.port, security } = change;
  const host = target.host === null ? target.path : port === null ? target.host : hostPortText(target.host, port);
  if (host === null) return null;
  const mode = security ?? connection.security;
  const name = connection.mx === true && change.port === undefined ? connection.target : host;
  const sends = change.pipelining !== undefined || change.message !== undefined;
  return [
    sends ? 'send' : 'check',
    name,
    ...(mode === undefined ? [] : ['--security', mode]),
    ...optionWords(connectionOptions, connection, new Set([...ownWays, ...contradicted(change)])),
    ...loginWords(asked.auth, change.login),
    ...envelopeWords(asked.envelope, sends),
    ...changeWords(change),
  ];
}

/** Options of the run that the change speaks against, by their names on the command line. */
function contradicted({ family, hello, protocol }: ExperimentChange): string[] {
  return [
    ...(family === undefined ? [] : ['family', 'local-address']),
    ...(hello === undefined ? [] : ['ehlo']),
    ...(protocol === undefined ? [] : ['protocol']),
  ];
}

function changeWords({ family, hello, protocol, pipelining, message }: ExperimentChange): string[] {
  return [
    ...(pipelining === undefined ? [] : ['--pipelining', pipelining, '--dry-run']),
    ...(message === undefined ? [] : ['--text', 'Test']),
    ...(family === undefined ? [] : ['--family', String(family)]),
    ...(hello === undefined ? [] : ['--ehlo', 'NAME']),
    ...(protocol === undefined ? [] : ['--protocol', protocol]),
  ];
}

function askMx({ connection, envelope }: AskedFor, recipient: string | null): string[] | null {
  const domain = recipient?.split('@').at(-1) ?? '';
  if (!domain.includes('.') || domain.startsWith('[')) return null;
  const to = recipient === null ? null : { from: envelope?.from ?? '', to: [recipient] };
  return [
    'check',
    domain,
    '--mx',
    ...optionWords(connectionOptions, connection, new Set([...ownWays, ...ofServer])),
    ...envelopeWords(to, true),
  ];
}

function loginWords(auth: AuthOptions | null, login: ExperimentChange['login']): string[] {
  if (auth === null) return login === undefined ? [] : ['--user', 'USER', '--password-env', 'NAME'];
  const other = login === 'other';
  const each = login === 'each';
  return [
    ...['--user', other ? 'USER' : auth.user, '--password-env', 'NAME'],
    ...(each ? ['--try-all-mechanisms'] : []),
    ...optionWords(
      loginOptions,
      auth,
      new Set([...(other ? ['authzid'] : []), ...(each ? ['auth', 'try-all-mechanisms'] : [])]),
    ),
  ];
}

function envelopeWords(envelope: AskedFor['envelope'], wanted: boolean): string[] {
  if (envelope === null) return wanted ? ['--from', 'A', '--to', 'B'] : [];
  return addressWords(envelope);
}
