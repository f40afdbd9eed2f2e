/** `posthorn raw`: typed or piped commands on a live session, each sent after the reply to the one before. */
import { jsonValue } from '../../core/report/json.ts';
import { transcriptRow } from '../../core/report/outline/sections.ts';
import { TranscriptLines } from '../../core/report/transcript.ts';
import { systemClock } from '../../core/recording/clock.ts';
import { openConsole, type ConsoleSession } from '../../core/smtp/flows/console.ts';
import type { MessageSource } from '../../core/smtp/types.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { Outcome } from '../../protocol/values/session/outcome.ts';
import type { Reply } from '../../protocol/values/session/reply.ts';
import type { Target } from '../../protocol/values/target.ts';
import { decodeText } from '../../core/wire/text.ts';
import { argumentReason } from '../../texts/app/arguments.ts';
import { outcomeMessage } from '../../texts/outcomes/outcomes.ts';
import { visible } from '../../texts/visible.ts';
import { optionOf } from '../parse/argument-names.ts';
import { connectionFrom, loginFrom } from '../arguments/connection.ts';
import { connectionSecretsFrom } from '../input/connection-secrets.ts';
import type { CommandContext } from '../context.ts';
import type { rawOutput, LoginValues, SessionValues } from '../options/session.ts';
import type { RunCommand, Values as ValuesOf } from '../options/types.ts';
import type { LineInput } from '../input/line-input.ts';
import { profileTarget } from '../input/profile-target.ts';
import { type ExitStatus, status } from '../status.ts';
import { type Output, paint } from '../output/terminal.ts';
import { onAbort } from '../../core/recording/on-abort.ts';

interface Values extends SessionValues {
  readonly login: LoginValues;
  readonly output: ValuesOf<typeof rawOutput>;
}

export const runRaw: RunCommand<Values> = async (context, options) => {
  const { operands, terminal, signal, stdin } = context;
  const target = operands[0] ?? '';
  const from = await profileTarget(target, terminal);
  const connection = await connectionFrom(target, options, from);
  const auth = await loginFrom(options.login, stdin, { from, connection });
  const secrets = await connectionSecretsFrom(options, stdin, { from, connection });
  const view = new View(context, options.output);
  const complain = (error: Outcome): void => {
    if (!signal.aborted) terminal.err.line(`posthorn: ${explained(error, view)}`);
  };
  const opened = await openConsole(
    { connection, auth, envelope: null, ...secrets },
    { emit: view.event, signal, clock: systemClock },
  );
  if (!opened.ok) {
    if (opened.result.error !== null) complain(opened.result.error);
    return statusOf(opened.result.error);
  }
  view.connected = true;
  const input = stdin();
  onAbort(signal, () => input.close());
  view.interactive = input.isTerminal;
  const refused = await converse(opened.session, input, view, complain);
  const result = await opened.session.close();
  if (signal.aborted) return status.interrupted;
  return statusOf(result.error ?? refused);
};

function explained(error: Outcome, view: View): string {
  if (error.code === 'invalid-argument' && view.endedInMessage) {
    return 'the input ended inside the message; the connection was closed and the message is not sent';
  }
  if (error.code === 'invalid-argument' && view.connected && /^\s*BDAT /i.test(error.params.value ?? ''))
    return 'not sent: the lines behind BDAT are not as many octets as it says, each line with its CR LF';
  if (error.code === 'invalid-argument' && view.connected)
    return `not sent: the line ${argumentReason(error.params.reason)}`;
  return outcomeMessage(error, { target: view.target, nameOf: optionOf });
}

function statusOf(error: Outcome | null): ExitStatus {
  if (error === null) return status.ok;
  if (error.code === 'cancelled') return status.interrupted;
  return error.code === 'invalid-argument' ? status.usage : status.problem;
}

/** Line for line until the input or the session ends. Gives the first line that could not be sent, if there was one. */
async function converse(
  session: ConsoleSession,
  input: LineInput,
  view: View,
  complain: (error: Outcome) => void,
): Promise<Outcome | null> {
  let unsent: Outcome | null = null;
  for (;;) {
    const code = session.lastCode;
    if (code === 354) {
      const step = await session.data(typedMessage(input, view), { dotStuff: !view.rawData });
      if (!step.ok) {
        complain(step.error);
        return unsent;
      }
      for (const reply of step.value) view.reply(reply);
      continue;
    }
    const line = code === 334 ? await input.hiddenLine('') : await input.line('> ');
    if (line === null) return unsent;
    const { text, anomalies } = decodeText(line);
    if (text === '' && code !== 334) continue;
    const chunk = code === 334 ? null : /^\s*BDAT (\d{1,8})(?: LAST)?\s*$/i.exec(text);
    if (chunk !== null) {
      const sent = await session.chunk(text, await typedChunk(input, Number(chunk[1]), view));
      if (sent.ok) for (const reply of sent.value) view.reply(reply);
      else {
        complain(sent.error);
        if (sent.error.code !== 'invalid-argument') return unsent;
        unsent ??= sent.error;
      }
      continue;
    }
    const step = await session.command(text, anomalies.includes('8bit') ? line : undefined);
    if (step.ok) {
      view.reply(step.value);
      if (/^quit\s*$/i.test(text) && step.value.code === 221) return unsent;
      continue;
    }
    complain(step.error);
    if (step.error.code !== 'invalid-argument') return unsent;
    unsent ??= step.error;
  }
}

/** The lines up to one that is a dot alone; if the input ends before, the message must not be completed. */
function typedMessage(input: LineInput, view: View): MessageSource {
  return {
    size: null,
    lineEnds: 'raw',
    async *open() {
      for (;;) {
        const line = await input.line();
        if (line === null) {
          view.endedInMessage = true;
          throw new Error('the input ended inside the message');
        }
        if (line.length === 1 && line[0] === 0x2e) {
          view.typed('.');
          return;
        }
        view.typed(line.toString('utf8'));
        yield Buffer.concat([line, Buffer.from('\r\n')]);
      }
    },
  };
}

/** Lines, each with its CRLF, until they are so many octets; more or fewer when the input does not come to exactly that. */
async function typedChunk(input: LineInput, octets: number, view: View): Promise<Uint8Array> {
  const lines: Buffer[] = [];
  for (let length = 0; length < octets;) {
    const line = await input.line();
    if (line === null) break;
    view.typed(line.toString('utf8'));
    lines.push(line, Buffer.from('\r\n'));
    length += line.length + 2;
  }
  return Buffer.concat(lines);
}

/** Both directions as they happen; with --json the replies to what was typed, and lines beside them only when asked for. */
class View {
  target: Target | null = null;
  /** What was typed on the terminal stands there already. */
  interactive = false;
  readonly rawData: boolean;
  connected = false;
  endedInMessage = false;
  readonly #context: CommandContext;
  readonly #json: boolean;
  /** Where lines go; null for nowhere. */
  readonly #lines: Output | null;
  #fold = new TranscriptLines();
  #encrypted = false;

  constructor(context: CommandContext, { json = false, rawData = false, transcript = false }: Values['output']) {
    const { out, err } = context.terminal;
    this.#context = context;
    this.#lines = json ? (transcript ? err : null) : out;
    this.#json = json;
    this.rawData = rawData;
  }

  readonly event = (event: SessionEvent): void => {
    if (event.type === 'session-begin') this.target = event.target;
    const out = this.#lines;
    if (out === null) return;
    this.#fold.push(event);
    if (event.type === 'line') this.#encrypted = event.encrypted;
    const lines = this.#fold.take();
    for (const line of lines) {
      if (this.interactive && line.direction === 'sent') continue;
      out.line(
        transcriptRow(line)
          .cells.slice(1)
          .map((cell) => paint(out, cell.text, cell.tone))
          .join(' ')
          .trimEnd(),
      );
    }
  };

  reply(reply: Reply): void {
    if (this.#json) this.#context.terminal.out.line(JSON.stringify(jsonValue(reply)));
  }

  /** A line of the message: message text is in no event. */
  typed(line: string): void {
    const out = this.#lines;
    if (out === null || this.interactive) return;
    const mark = this.#encrypted ? paint(out, '≡', 'good') : ' ';
    out.line(`${mark} ${paint(out, '>', 'strong')} ${visible(line)}`);
  }
}
