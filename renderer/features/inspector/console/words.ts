/** Words of the console that depend on how its session stands. */
import type {
  ConsoleResult,
  ConsoleList,
  ConsoleStart,
  ConsoleState,
} from '../../../../electron/protocol/values/app/console.ts';
import { appErrorText } from '../../../../electron/texts/app/app-errors.ts';
import { AppError } from '../../../../electron/protocol/values/app-error.ts';
import { argumentReason } from '../../../../electron/texts/app/arguments.ts';
import { outcomeMessage } from '../../../../electron/texts/outcomes/outcomes.ts';
import { replyText } from '../../../../electron/texts/replies/quoted.ts';
import type { Outcome } from '../../../../electron/protocol/values/session/outcome.ts';
import { visible } from '../../../../electron/texts/visible.ts';
import type { Tone } from '../../../ui/tone.ts';

export const startOptions: readonly { readonly value: ConsoleStart; readonly label: string }[] = [
  { value: 'greeting', label: 'Connected only' },
  { value: 'ehlo', label: 'After EHLO' },
  { value: 'tls', label: 'After TLS' },
  { value: 'login', label: 'After login' },
];

export const openOptions = [
  { value: 'off', label: 'No NOOP' },
  { value: '30', label: 'NOOP every 30 s' },
  { value: '60', label: 'NOOP every 60 s' },
  { value: '240', label: 'NOOP every 4 min' },
] as const;

export function standing(state: ConsoleState | null): string {
  if (state === null || state.phase === 'opening') return 'Connecting…';
  if (state.phase === 'closing') return 'Closing…';
  if (state.list !== null && state.list.end === null) return `Running line ${state.list.line} of ${state.list.lines}…`;
  const facts = [state.encrypted ? 'TLS' : 'not encrypted', state.loggedIn ? 'logged in' : 'not logged in'];
  return `${state.busy ? 'Waiting for the reply' : 'Open'} · ${facts.join(' · ')}`;
}

const failure = (error: Outcome): string =>
  error.code === 'invalid-argument' && error.params.argument === 'command'
    ? `Not sent: the line ${argumentReason(error.params.reason)}.`
    : outcomeMessage(error, { target: null });

export function resultWords(result: ConsoleResult): { readonly tone: Tone; readonly text: string } {
  switch (result.kind) {
    case 'expected':
      return result.ok
        ? { tone: 'ok', text: `As expected: ${visible(result.expected.text)}` }
        : { tone: 'err', text: unexpected(result.expected) };
    case 'login':
      return { tone: 'ok', text: `Logged in by ${visible(result.mechanism)}` };
    case 'failed':
      return { tone: 'err', text: failure(result.error) };
    case 'error':
      return { tone: 'err', text: appErrorText(new AppError(result.error.code, result.error.params)).message };
  }
}

const unexpected = ({ text, got }: Extract<ConsoleResult, { kind: 'expected' }>['expected']): string =>
  `Expected ${visible(text)}, got ${got === null ? 'no reply' : replyText(got)}`;

export function listWords({ line, lines, end }: ConsoleList): { readonly tone: Tone; readonly text: string } | null {
  switch (end?.kind) {
    case undefined:
      return null;
    case 'done':
      return { tone: 'ok', text: `The list is through: ${lines} lines` };
    case 'stopped':
      return { tone: 'neutral', text: `Stopped before line ${line}` };
    case 'failed':
      return { tone: 'err', text: `Line ${line}: ${failure(end.error)}` };
    case 'unexpected':
      return { tone: 'err', text: `Line ${line}: ${unexpected(end.expected)}` };
  }
}
