/** Experiments in words, and as commands: what one more session would settle. */
import type { ExperimentId } from '../../protocol/values/session/experiment.ts';
import type { DiagnosisParams } from './types.ts';

interface ExperimentText {
  readonly title: string;
  readonly command: (target: string, host: string) => string;
}

const table = {
  'with-login': {
    title: 'Log in first',
    command: (target) => `posthorn check ${target} --user USER --password-env NAME`,
  },
  'with-starttls': { title: 'With STARTTLS', command: (target) => `posthorn check ${target} --security starttls` },
  'implicit-tls': {
    title: 'With TLS from the first byte, on 465',
    command: (_, host) => `posthorn check ${host}:465 --security tls`,
  },
  'tls-here': {
    title: 'With TLS from the first byte, on this port',
    command: (target) => `posthorn check ${target} --security tls`,
  },
  'port-587': {
    title: 'On the submission port 587',
    command: (_, host) => `posthorn check ${host}:587 --security starttls`,
  },
  'other-mechanism': {
    title: 'Each login mechanism once',
    command: (target) => `posthorn check ${target} --user USER --password-env NAME --try-all-mechanisms`,
  },
  'without-pipelining': {
    title: 'Without pipelining',
    command: (target) => `posthorn send ${target} --pipelining off --dry-run --from A --to B`,
  },
  'plain-message': {
    title: 'A plain message, without options',
    command: (target) => `posthorn send ${target} --from A --to B --text Test`,
  },
  'other-family': { title: 'Over IPv4', command: (target) => `posthorn check ${target} --family 4` },
  'other-hello': { title: 'With another EHLO name', command: (target) => `posthorn check ${target} --ehlo NAME` },
  'ask-mx': { title: 'Ask the recipient’s own mail server', command: () => 'posthorn check RECIPIENT-DOMAIN --mx' },
  'other-login': {
    title: 'Another login',
    command: (target) => `posthorn check ${target} --user USER --password-env NAME`,
  },
  'as-smtp': { title: 'As SMTP', command: (target) => `posthorn check ${target} --protocol smtp` },
  'as-lmtp': { title: 'As LMTP', command: (target) => `posthorn check ${target} --protocol lmtp` },
  later: { title: 'The same again, later', command: (target) => `posthorn check ${target}` },
} satisfies Readonly<Record<ExperimentId, ExperimentText>>;

export type { ExperimentId };

export interface ExperimentWords {
  readonly id: ExperimentId;
  readonly title: string;
  readonly command: string;
}

/** `HOST` stands where the server is not known. */
export function experimentWords(id: ExperimentId, { host = 'HOST', port }: DiagnosisParams): ExperimentWords {
  const { title, command } = table[id];
  const name = host.includes(':') ? `[${host}]` : host;
  return { id, title, command: command(port === undefined ? name : `${name}:${port}`, name) };
}
