/**
 * What lies between client and host, whatever carries it: Electron's IPC, HTTP in the harness, a fake in tests. Two
 * primitives; everything typed is built on them by client.ts and host.ts.
 */
import * as v from 'valibot';
import { AppErrorSchema, type AppErrorValue } from '../protocol/values/app-error.ts';
import type { CallName, StreamName } from './contract.ts';

/** How a host answers a call. Errors travel as data, because Electron hands on only the message of what was thrown. */
export const AnswerSchema = v.variant('ok', [
  v.object({ ok: v.literal(true), value: v.unknown() }),
  v.object({ ok: v.literal(false), error: AppErrorSchema }),
]);
export type CallAnswer = v.InferOutput<typeof AnswerSchema>;

/** What a transport carries for one subscription. */
export type StreamFrame = { readonly event: unknown } | { readonly end: AppErrorValue | null };

export interface Transport {
  /** Resolves with an `Answer`, unchecked; rejects only when the host cannot be reached. */
  invoke(channel: CallName, payload: unknown): Promise<unknown>;
  /**
   * Events are unchecked too. `onEnd` is called at most once: with null when the host ended the stream, with an error when it
   * refused it or was lost; not after the returned function was called. That function may be called more than once.
   * Neither is ever called before `subscribe` has returned.
   */
  subscribe(
    channel: StreamName,
    params: unknown,
    onEvent: (event: unknown) => void,
    onEnd: (error: AppErrorValue | null) => void,
  ): () => void;
}
