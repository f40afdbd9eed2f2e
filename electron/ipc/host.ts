/**
 * The answering side of the contract. Checks who asks, parses every input, and answers with data: a value, or a code with
 * parameters. A handler that is missing does not compile. Nothing of an unexpected error but its place goes anywhere, because
 * its message may hold what the caller sent.
 */
import * as v from 'valibot';
import { AppError, type AppErrorValue } from '../protocol/values/app-error.ts';
import { contract } from './contract.ts';
import type { CallAnswer } from './transport.ts';
import type { CallInput, CallName, CallOutput, StreamEvent, StreamName, StreamParams } from './contract.ts';

export type Handlers = {
  readonly [N in CallName]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>>;
};
/** The handlers of one domain: `HandlersOf<'runs'>` has `runs.start` and its kin. */
export type HandlersOf<D extends string> = Pick<Handlers, Extract<CallName, `${D}.${string}`>>;

export interface StreamSink<E> {
  event(event: E): void;
  /** Ends the subscription from the host's side; null when everything was sent. */
  end(error: AppError | null): void;
}
/** Begins to report and answers with what stops it. Throws AppError for what it will not report. */
export type Streams = {
  readonly [N in StreamName]: (params: StreamParams<N>, sink: StreamSink<StreamEvent<N>>) => () => void;
};
export type StreamsOf<D extends string> = Pick<Streams, Extract<StreamName, `${D}.${string}`>>;

export interface RawSink {
  event(event: unknown): void;
  end(error: AppErrorValue | null): void;
}

export interface HostOptions<S> {
  readonly handlers: Handlers;
  readonly streams: Streams;
  /** Whether this is our own window's main frame, or a bearer of the harness's token. */
  readonly trusted: (sender: S) => boolean;
  /** One line about an unexpected error; carries no payload. */
  readonly log: (line: string) => void;
}

export interface Host<S> {
  invoke(sender: S, channel: unknown, payload: unknown): Promise<CallAnswer>;
  /** `owner` is whose end ends the subscription; see `release`. The answer ends it too, any number of times. */
  subscribe(sender: S, owner: object, channel: unknown, params: unknown, sink: RawSink): () => void;
  /** The owner is gone (window closed or reloaded, socket lost): its subscriptions end without a word. */
  release(owner: object): void;
  /** Subscriptions open now. */
  readonly subscriptions: number;
}

const isCallName = (name: unknown): name is CallName => typeof name === 'string' && Object.hasOwn(contract.calls, name);
const isStreamName = (name: unknown): name is StreamName =>
  typeof name === 'string' && Object.hasOwn(contract.streams, name);

export function createHost<S>({ handlers, streams, trusted, log }: HostOptions<S>): Host<S> {
  const open = new Map<object, Set<() => void>>();

  const explain = (channel: string, error: unknown): AppErrorValue => {
    if (error instanceof AppError) return { code: error.code, params: error.params };
    log(`internal error in ${channel}: ${placeOf(error)}`);
    return { code: 'internal', params: { channel } };
  };

  return {
    async invoke(sender, channel, payload) {
      if (!trusted(sender) || !isCallName(channel)) return { ok: false, error: untrusted() };
      try {
        return { ok: true, value: await call(handlers, channel, payload) };
      } catch (error) {
        return { ok: false, error: explain(channel, error) };
      }
    },

    subscribe(sender, owner, channel, params, sink) {
      const state = { live: true, stop: (): void => undefined };
      const owned = open.get(owner) ?? new Set<() => void>();
      const close = (): void => {
        if (!state.live) return;
        state.live = false;
        owned.delete(close);
        if (owned.size === 0 && open.get(owner) === owned) open.delete(owner);
        state.stop();
      };
      const finish = (error: AppErrorValue | null): void => {
        if (!state.live) return;
        close();
        sink.end(error);
      };
      open.set(owner, owned.add(close));

      if (!trusted(sender) || !isStreamName(channel)) {
        finish(untrusted());
        return close;
      }
      try {
        const stopper = begin(streams, channel, params, {
          event: (event) => {
            if (state.live) sink.event(event);
          },
          end: (error) => finish(error === null ? null : explain(channel, error)),
        });
        // It may have ended while it began; then nobody has stopped it yet.
        if (state.live) state.stop = stopper;
        else stopper();
      } catch (error) {
        finish(explain(channel, error));
      }
      return close;
    },

    release(owner) {
      for (const close of [...(open.get(owner) ?? [])]) close();
    },

    get subscriptions() {
      let count = 0;
      for (const owned of open.values()) count += owned.size;
      return count;
    },
  };
}

async function call<N extends CallName>(handlers: Handlers, channel: N, payload: unknown): Promise<CallOutput<N>> {
  const input = v.safeParse(contract.calls[channel].input, payload);
  if (!input.success) throw rejected(input.issues[0]);
  return handlers[channel](input.output);
}

function begin<N extends StreamName>(
  streams: Streams,
  channel: N,
  payload: unknown,
  sink: StreamSink<StreamEvent<N>>,
): () => void {
  const params = v.safeParse(contract.streams[channel].params, payload);
  if (!params.success) throw rejected(params.issues[0]);
  return streams[channel](params.output, sink);
}

/** Says which part was wrong, never what stood there: it may be a secret. */
function rejected(issue: v.BaseIssue<unknown>): AppError {
  return new AppError('invalid-argument', { argument: v.getDotPath(issue) ?? 'input', reason: issue.type });
}

const untrusted = (): AppErrorValue => ({ code: 'untrusted-sender', params: {} });

/** Kind, system code and frames. The message is left out: parsers, for one, quote their input in it. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`${error.name}${code}`, ...frames.slice(0, 8)].join('\n');
}
