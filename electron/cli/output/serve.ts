/** What `serve` prints: one JSON object a line, or a line a person can follow. */
import { jsonValue } from '../../core/report/json.ts';
import { KeptPool, type Kept, type LeftOut } from '../../core/recording/kept.ts';
import { TranscriptLines } from '../../core/report/transcript.ts';
import type { ServerObserver } from '../../core/server/observer.ts';
import type { NewMessage } from '../../core/ports.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { TranscriptLine } from '../../protocol/values/session/report.ts';
import type { Script } from '../../protocol/values/server/script.ts';
import { anomalyText } from '../../texts/session/anomalies.ts';
import { scriptText } from '../../texts/app/faults.ts';
import type { ListenerState, SessionSummary } from '../../protocol/values/server/server.ts';
import { limits } from '../limits.ts';
import { sourceOfPeer } from '../../core/server/listener/source.ts';
import { replyText } from '../../texts/replies/quoted.ts';
import { octets, plural } from '../../texts/units.ts';
import { shorten, visible } from '../../texts/visible.ts';
import { BoundedLines } from './bounded-lines.ts';
import { paint, type Terminal } from './terminal.ts';
import { hostPortText } from '../../protocol/parse/host-port.ts';

export interface PrintedMessage {
  readonly id: string | null;
  readonly message: NewMessage;
  readonly size: number;
  /** null when it is larger than what is printed. */
  readonly raw: Uint8Array | null;
}

export interface ServeOutput extends ServerObserver {
  /** `caFile`: PEM of the authority behind our certificates; null when no listener has TLS. */
  listening(states: readonly ListenerState[], caFile: string | null): void;
  received(message: PrintedMessage): void;
  /** Resolves when there is room for another message: whoever reads sets the pace for those who send. */
  room(): Promise<void>;
  /** Nothing is printed after this. */
  end(): void;
  /** What the server will do otherwise than usual. */
  script(script: Script): void;
}

/** Its default port was taken, and the next free one is used. */
export function isElsewhere({ config, boundPort }: ListenerState): boolean {
  return config.nextFree && config.port !== boundPort;
}

interface Transcript {
  readonly fold: TranscriptLines;
  readonly lines: { readonly kept: Kept<TranscriptLine>; remove(): void };
}

const describe = ({ config, boundPort }: ListenerState) => ({
  protocol: config.protocol,
  security: config.security,
  host: config.host,
  port: boundPort,
  path: config.path,
});

export function jsonOutput(terminal: Terminal): ServeOutput {
  const lines = new BoundedLines(terminal.out, ({ lines: count, octets: size }) =>
    JSON.stringify({ event: 'left-out', lines: count, octets: size }),
  );
  const text = (value: object): string => JSON.stringify(jsonValue(value));
  const print = (value: object): void => lines.print(text(value));
  const pool = new KeptPool<TranscriptLine>(
    limits.server.printedTranscripts,
    {
      count: limits.server.printedLines.all,
      headCount: limits.server.printedLines.head,
      octets: limits.server.printedTranscript,
    },
    ({ text: line }) => limits.server.printedLineOctets + line.length,
  );
  const transcripts = new Map<string, Transcript>();
  const reported = new Set<string>();
  return {
    listening: (states, caFile) => print({ event: 'listening', listeners: states.map(describe), caFile }),
    room: () => lines.room(),
    end: () => lines.end(),
    // Never left out: its sender has waited for room.
    received: ({ id, message, size, raw }) =>
      lines.force(
        text({
          event: 'message',
          id,
          session: message.sessionId,
          protocol: message.protocol,
          peer: message.peer,
          helo: message.helo,
          mailFrom: message.mailFrom,
          mailOptions: message.mailOptions,
          rcptTo: message.rcptTo,
          size,
          tls: message.tls,
          user: message.user,
          raw,
        }),
      ),
    script: (script) => print({ event: 'script', name: script.name, does: scriptText(script) }),
    listener: () => undefined,
    message: () => undefined,
    session: (summary) => {
      if (!reported.has(summary.id)) {
        reported.add(summary.id);
        transcripts.set(summary.id, { fold: new TranscriptLines(), lines: pool.session(sourceOfPeer(summary.peer)) });
        const { id, listenerId, protocol, peer, startedAt } = summary;
        print({ event: 'session-start', session: id, listener: listenerId, protocol, peer, startedAt });
      }
      if (summary.endedAt !== null) print({ event: 'session-end', ...endOf(summary, transcripts) });
      if (summary.endedAt !== null) reported.delete(summary.id);
    },
    event: (session, event) => {
      const transcript = transcripts.get(session);
      transcript?.fold.push(event);
      for (const line of transcript?.fold.take() ?? []) transcript?.lines.kept.add(line);
      if (event.type === 'auth') {
        const { mechanism, ok, reply } = event.tried;
        print({ event: 'auth', session, mechanism, user: event.user, ok, reply });
      }
      if (event.type === 'rejected') print({ event: 'rejected', session, command: event.command, reply: event.reply });
      if (event.type === 'anomaly') {
        const { anomaly, detail } = event;
        print({ event: 'anomaly', session, anomaly, detail, meaning: anomalyText(anomaly).meaning });
      }
    },
    failure: (session, error, logId) => complain(terminal, logId ?? session, error),
  };
}

function endOf(summary: SessionSummary, transcripts: Map<string, Transcript>): object {
  const { id, endReason, endedAt, helo, tls, user, messages, rejected } = summary;
  const kept = transcripts.get(id);
  const transcript = kept === undefined ? [] : kept.lines.kept.items(leftOutLine);
  const leftOut = kept?.lines.kept.leftOut.count ?? 0;
  kept?.lines.remove();
  transcripts.delete(id);
  const reported = { session: id, endedAt, reason: endReason, helo, tls, user, messages, rejected };
  return { ...reported, ...(leftOut === 0 ? {} : { linesLeftOut: leftOut }), transcript };
}

function leftOutLine({ count, octets: size }: LeftOut, after: TranscriptLine | null): TranscriptLine {
  const { seq, tMs, phase, encrypted } = after ?? { seq: 0, tMs: 0, phase: 'command' as const, encrypted: false };
  const text = `${plural(count, 'line')} left out here (${octets(size)}): more than is kept of a session.`;
  return { seq, tMs, direction: 'note', phase, encrypted, text, anomalies: [] };
}

/** `id`: the one that the client got, or the session's. */
function complain(terminal: Terminal, id: string, error: unknown): void {
  terminal.err.line(`posthorn: session ${id}: ${visible(inWords(error))}`);
}

/** Whatever was thrown, with what lies behind it: what it says of itself may be no text, or fail in turn. */
function inWords(error: unknown): string {
  try {
    if (!(error instanceof Error)) return String(error);
    return error.cause === undefined ? error.message : `${error.message} (${inWords(error.cause)})`;
  } catch {
    return 'something that cannot be put into words';
  }
}

const words = {
  none: 'plain',
  starttls: 'STARTTLS offered',
  'starttls-required': 'STARTTLS required',
  tls: 'implicit TLS',
} as const;

export function humanOutput(terminal: Terminal, quiet: boolean): ServeOutput {
  const out = terminal.out;
  const lines = new BoundedLines(out, ({ lines: count, octets: size }) =>
    paint(out, `${plural(count, 'line')} left out (${octets(size)}): nobody reads them fast enough.`, 'warn'),
  );
  const print = (session: string, text: string): void => {
    if (!quiet) lines.print(`${paint(out, session.slice(-6), 'muted')} ${text}`);
  };
  const seen = new Map<string, SessionSummary>();
  return {
    listening: (states, caFile) => {
      for (const state of states) {
        const { config, boundPort } = state;
        const where = config.path ?? hostPortText(config.host ?? '', boundPort);
        const moved = isElsewhere(state) ? ` (${config.port ?? ''} is taken)` : '';
        out.line(
          `Listening: ${paint(out, config.protocol.toUpperCase(), 'strong')} on ${paint(out, visible(where), 'strong')}, ${words[config.security]}${moved}`,
        );
      }
      if (caFile !== null)
        out.line(paint(out, `Certificates are signed by our own authority: --ca ${visible(caFile)}`, 'muted'));
      out.line(paint(out, 'Nothing is delivered to anybody. Ctrl+C ends the server.', 'muted'));
    },
    room: () => lines.room(),
    end: () => lines.end(),
    received: ({ message, size }) => {
      const to = message.rcptTo.map(({ address }) => `<${visible(address)}>`);
      const whom =
        to.length > 3 ? `${to.slice(0, 3).join(', ')} and ${plural(to.length - 3, 'more', 'more')}` : to.join(', ');
      print(
        message.sessionId,
        `${paint(out, 'message', 'good')} from <${visible(message.mailFrom)}> to ${whom}, ${octets(size)}`,
      );
    },
    script: (script) => {
      out.line(
        `${paint(out, `Script ${visible(script.name)}:`, 'warn')} ${visible(script.description ?? '')}`.trimEnd(),
      );
      for (const sentence of scriptText(script)) out.line(`  ${sentence}`);
    },
    listener: () => undefined,
    message: () => undefined,
    session: (summary) => {
      const before = seen.get(summary.id);
      seen.set(summary.id, summary);
      if (before === undefined)
        print(summary.id, `${summary.protocol.toUpperCase()} session from ${visible(summary.peer)}`);
      if (summary.endedAt === null) return;
      seen.delete(summary.id);
      print(summary.id, paint(out, `ended (${(summary.endReason ?? 'unknown').replaceAll('-', ' ')})`, 'muted'));
    },
    event: (session, event: SessionEvent) => {
      if (event.type === 'auth') {
        const who = event.user === null ? '' : ` as ${shorten(visible(event.user), 60)}`;
        print(
          session,
          event.tried.ok
            ? `${paint(out, 'login', 'good')}${who} (${event.tried.mechanism})`
            : `${paint(out, 'login refused', 'bad')}${who}`,
        );
      }
      if (event.type === 'rejected') {
        const what = shorten(visible(event.command), 80) || 'connection';
        print(session, `${paint(out, 'refused', 'warn')} ${what}: ${replyText(event.reply)}`);
      }
      if (event.type === 'anomaly') {
        const where = event.detail === '' ? '' : ` (${shorten(visible(event.detail), 80)})`;
        print(session, `${paint(out, 'odd', 'warn')} ${anomalyText(event.anomaly).title}${where}`);
      }
    },
    failure: (session, error, logId) => complain(terminal, logId ?? session, error),
  };
}
