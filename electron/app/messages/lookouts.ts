/**
 * Looks for a message that a run sent in a mailbox of a profile: with the profile's kept password, after the user agreed in main that it may
 * go there. The page names the place, never the password.
 */
import { compareArrived } from '../../core/message/compare-arrived.ts';
import { messageIdOf, wholeOf } from '../../core/message/message-id.ts';
import { findMessage } from '../../core/mail-access/find-message.ts';
import { limits as access } from '../../core/mail-access/limits.ts';
import { OTHER_PORTS } from '../../core/mail-access/other-login.ts';
import { systemClock } from '../../core/recording/clock.ts';
import type { MessageSource } from '../../core/smtp/types.ts';
import type { StreamSink } from '../../ipc/host.ts';
import { readHost } from '../../protocol/parse/host.ts';
import { splitPort } from '../../protocol/parse/host-port.ts';
import { parseTarget } from '../../protocol/parse/target.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { AskedLook, LookEvent } from '../../protocol/values/app/arrived.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import { lookQuestion } from '../../texts/app/agreements.ts';
import type { Desktop } from '../desktop.ts';
import type { Profiles } from '../profiles/profiles.ts';

export interface LookoutsParts {
  readonly profiles: Profiles;
  readonly desktop: Desktop;
  /** The message that a run sent; null where it is no longer held. */
  readonly sentBy: (runId: string) => MessageSource | null;
  /** When the run ended, in milliseconds since 1970; null while it goes on. */
  readonly endedAt: (runId: string) => number | null;
  /** Adds the user's settings. */
  readonly prepare: (connection: ConnectionOptions) => ConnectionOptions;
  readonly log: (line: string) => void;
}

export class Lookouts {
  readonly #parts: LookoutsParts;
  /** What the user agreed to since the start: profile, user and place. */
  readonly #agreed = new Set<string>();

  constructor(parts: LookoutsParts) {
    this.#parts = parts;
  }

  /** Answers what ends it. */
  look(asked: AskedLook, sink: StreamSink<LookEvent>): () => void {
    const stop = new AbortController();
    this.#look(asked, stop.signal, (event) => sink.event(event)).then(
      (event) => {
        if (stop.signal.aborted) return;
        sink.event(event);
        sink.end(null);
      },
      (error: unknown) => {
        if (error instanceof AppError) sink.end(error);
        else {
          this.#parts.log(
            `a search in a mailbox ended by an error: ${error instanceof Error ? error.name : typeof error}`,
          );
          sink.end(new AppError('internal'));
        }
      },
    );
    return () => stop.abort();
  }

  async #look(asked: AskedLook, signal: AbortSignal, report: (event: LookEvent) => void): Promise<LookEvent> {
    const { profiles, desktop, sentBy, endedAt, prepare } = this.#parts;
    const source = sentBy(asked.runId);
    const messageId = source === null ? null : await messageIdOf(source);
    if (source === null) return failed('the message that was sent is no longer held');
    if (messageId === null) return failed('the message has no Message-ID to look for');
    const { content } = await profiles.known(asked.profileId);
    const { auth } = content;
    if (auth === null) return failed('the profile has no login');
    const { host, port, servername } = placeOf(asked.server, content.connection);
    const key = JSON.stringify([asked.profileId, auth.user, host, port]);
    if (!this.#agreed.has(key)) {
      if (!(await desktop.confirm(lookQuestion(content.name, host, port)))) throw new AppError('not-confirmed');
      this.#agreed.add(key);
    }
    const secret = profiles.secrets.source(asked.profileId, { connection: content.connection, auth });
    const password = await secret.read();
    if (secret.isToken?.() === true) return failed('a token is not tried there');
    const ended = endedAt(asked.runId) ?? wallMs();
    const ca = prepare(content.connection).ca ?? null;
    const found = await findMessage(
      {
        ...{ host, port, servername, ca, user: auth.user, password, messageId },
        ...{ mailbox: asked.mailbox, waitMs: asked.seconds * 1_000 },
      },
      { signal, clock: systemClock, looked: (looks) => report({ state: 'looking', looks }) },
    );
    if (found.state === 'failed') return found;
    const afterMs = Math.max(0, wallMs() - ended);
    if (found.state === 'not-found') return { ...found, afterMs };
    const { octets, size, looks } = found;
    const sent = await wholeOf(source, access.find.octets);
    const comparison = sent === null || size > octets.length ? null : compareArrived(sent, octets);
    return { state: 'found', afterMs, looks, octets: size, comparison };
  }
}

const wallMs = (): number => Date.parse(systemClock.wall());

const failed = (reason: string): LookEvent => ({ state: 'failed', reason });

/** Where its IMAP is: as typed, else the profile's own host. @throws AppError `invalid-argument` */
function placeOf(
  typed: string,
  connection: ConnectionOptions,
): { readonly host: string; readonly port: number; readonly servername: string } {
  if (typed.trim() === '') {
    const own = parseTarget(connection.target, connection);
    const host = own.ok ? own.value.host : null;
    if (host === null)
      throw new AppError('invalid-argument', { argument: 'server', reason: 'the profile names no host' });
    return { host, port: OTHER_PORTS.imap, servername: connection.servername ?? host };
  }
  const split = splitPort(typed.trim());
  const host = split === null ? null : readHost(split.host);
  if (split === null || host === null)
    throw new AppError('invalid-argument', { argument: 'server', reason: 'it is no HOST or HOST:PORT' });
  return { host, port: split.port ?? OTHER_PORTS.imap, servername: host };
}
