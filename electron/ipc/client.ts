/**
 * The typed side of the contract for whoever asks: every answer and every event is parsed, so that a mistake in main shows
 * here, by its channel, and not somewhere in a component.
 */
import * as v from 'valibot';
import { AppError, type AppErrorValue } from '../protocol/values/app-error.ts';
import { AnswerSchema, type Transport } from './transport.ts';
import { contract } from './contract.ts';
import type { CallInput, CallName, CallOutput, StreamEvent, StreamName, StreamParams } from './contract.ts';

export interface Client {
  /** Rejects with AppError, and with nothing else. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /**
   * Answers at once with the function that ends the subscription; after it neither listener nor `onEnd` is called. `onEnd` gets
   * null when the host ended the stream (a run that is done), an AppError when it refused it, was lost or sent nonsense.
   */
  subscribe<N extends StreamName>(
    name: N,
    params: StreamParams<N>,
    listener: (event: StreamEvent<N>) => void,
    onEnd?: (error: AppError | null) => void,
  ): () => void;
}

export function createClient(transport: Transport): Client {
  return {
    async call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
      const answer = v.safeParse(AnswerSchema, await reach(transport.invoke(name, input)));
      if (!answer.success) throw damaged(name);
      if (!answer.output.ok) throw revive(answer.output.error);
      const value = v.safeParse(contract.calls[name].output, answer.output.value);
      if (!value.success) throw damaged(name, value.issues[0]);
      return value.output;
    },

    subscribe(name, params, listener, onEnd) {
      let open = true;
      const end = (error: AppError | null): void => {
        if (!open) return;
        open = false;
        onEnd?.(error);
      };
      const unsubscribe = transport.subscribe(
        name,
        params,
        (event) => {
          if (!open) return;
          const parsed = v.safeParse(contract.streams[name].event, event);
          if (parsed.success) listener(parsed.output);
          else {
            end(damaged(name, parsed.issues[0]));
            unsubscribe();
          }
        },
        (error) => end(error === null ? null : revive(error)),
      );
      return () => {
        open = false;
        unsubscribe();
      };
    },
  };
}

async function reach(invocation: Promise<unknown>): Promise<unknown> {
  try {
    return await invocation;
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('disconnected', {}, { cause: error });
  }
}

const revive = (error: AppErrorValue): AppError => new AppError(error.code, error.params);

/** Names the place, never the value: it may be anything a server or a person wrote. */
function damaged(channel: string, issue?: v.BaseIssue<unknown>): AppError {
  const at = issue === undefined ? null : v.getDotPath(issue);
  return new AppError('internal', at === null ? { channel } : { channel, at });
}
