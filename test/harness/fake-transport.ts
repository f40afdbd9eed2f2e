/**
 * A transport for tests without any host: answers come from a table, events are sent by hand. A call that has no answer is
 * rejected by its name, so that a test never passes because something was silently nothing.
 */
import { AppError } from '../../electron/ipc/errors.ts';
import type { AppErrorValue } from '../../electron/ipc/errors.ts';
import type { CallInput, CallName, CallOutput, StreamEvent, StreamName } from '../../electron/ipc/contract.ts';
import type { Answer, Transport } from '../../electron/ipc/transport.ts';

type FakeCalls = { [N in CallName]?: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>> };

interface FakeSubscription {
  readonly channel: StreamName;
  readonly params: unknown;
  readonly onEvent: (event: unknown) => void;
  readonly onEnd: (error: AppErrorValue | null) => void;
}

export interface FakeTransport extends Transport {
  /** Every call made, in order. */
  readonly calls: readonly { channel: CallName; payload: unknown }[];
  /** Subscriptions open now. */
  readonly open: ReadonlySet<FakeSubscription>;
  /** Changes or adds an answer. */
  answer<N extends CallName>(
    channel: N,
    handler: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>>,
  ): void;
  /** To every open subscription of that stream. */
  emit<N extends StreamName>(channel: N, event: StreamEvent<N>): void;
  end(channel: StreamName, error?: AppErrorValue): void;
}

export function fakeTransport(answers: FakeCalls = {}): FakeTransport {
  const table = new Map<string, (input: never) => unknown>(Object.entries(answers));
  const calls: { channel: CallName; payload: unknown }[] = [];
  const open = new Set<FakeSubscription>();
  const of = (channel: StreamName): FakeSubscription[] => [...open].filter((one) => one.channel === channel);

  return {
    calls,
    open,
    answer: (channel, handler) => void table.set(channel, handler),
    async invoke(channel, payload): Promise<Answer> {
      calls.push({ channel, payload });
      const handler = table.get(channel);
      if (handler === undefined) return { ok: false, error: { code: 'untrusted-sender', params: { channel } } };
      try {
        return { ok: true, value: await handler(payload as never) };
      } catch (error) {
        if (error instanceof AppError) return { ok: false, error: { code: error.code, params: error.params } };
        throw error;
      }
    },
    subscribe(channel, params, onEvent, onEnd) {
      const subscription: FakeSubscription = { channel, params, onEvent, onEnd };
      open.add(subscription);
      return () => void open.delete(subscription);
    },
    emit(channel, event) {
      for (const subscription of of(channel)) subscription.onEvent(event);
    },
    end(channel, error) {
      for (const subscription of of(channel)) {
        open.delete(subscription);
        subscription.onEnd(error ?? null);
      }
    },
  };
}
