/**
 * The one contract between window and main: every call with its input and output, every stream with its parameters and
 * events. Channel name = key. The host (ipc/host.ts) parses inputs, the client (ipc/client.ts) parses outputs and events;
 * a handler that is missing does not compile. Adding a call: here, main/handlers/<domain>.ts, the caller, a test.
 */
import * as v from 'valibot';
import { CountSchema, IdSchema } from './schemas/common.ts';
import { ListenerConfigSchema, ServerConfigSchema, ServerStateSchema, SessionSummarySchema } from './schemas/server.ts';
import { MessagePageSchema, MessageSliceSchema, MessageSummarySchema, MessageViewSchema } from './schemas/mailbox.ts';
import { RunBatchSchema, RunRequestSchema, RunSnapshotSchema } from './schemas/run.ts';
import { SessionEventSchema } from './schemas/event.ts';

export const AppInfoSchema = v.object({
  version: v.string(),
  runtime: v.picklist(['electron', 'node']),
  versions: v.record(v.string(), v.string()),
  platform: v.string(),
  /** The name our client gives in EHLO unless told otherwise. */
  defaultEhloName: v.string(),
});
export type AppInfo = v.InferOutput<typeof AppInfoSchema>;

const none = v.object({});

export const contract = {
  calls: {
    'app.info': { input: none, output: AppInfoSchema },

    'runs.start': { input: RunRequestSchema, output: v.object({ runId: IdSchema, ownServer: v.boolean() }) },
    'runs.snapshot': { input: v.object({ runId: IdSchema, afterSeq: CountSchema }), output: RunSnapshotSchema },
    'runs.cancel': { input: v.object({ runId: IdSchema }), output: none },

    'server.state': { input: none, output: ServerStateSchema },
    'server.start': { input: none, output: ServerStateSchema },
    'server.stop': { input: none, output: ServerStateSchema },
    /** Takes effect at once: listeners that did not change keep running. Kept across restarts. */
    'server.configure': { input: ServerConfigSchema, output: ServerStateSchema },
    'server.addListener': { input: v.omit(ListenerConfigSchema, ['id']), output: ServerStateSchema },
    'server.removeListener': { input: v.object({ id: IdSchema }), output: ServerStateSchema },
    'server.sessions': { input: v.object({ limit: CountSchema }), output: v.array(SessionSummarySchema) },
    'server.sessionEvents': { input: v.object({ id: IdSchema }), output: v.array(SessionEventSchema) },

    'mailbox.list': {
      input: v.object({ offset: CountSchema, limit: v.pipe(CountSchema, v.maxValue(500)), search: v.string() }),
      output: MessagePageSchema,
    },
    'mailbox.view': { input: v.object({ id: IdSchema }), output: MessageViewSchema },
    'mailbox.source': {
      input: v.object({ id: IdSchema, offset: CountSchema, length: v.pipe(CountSchema, v.maxValue(1_048_576)) }),
      output: MessageSliceSchema,
    },
    'mailbox.markRead': { input: v.object({ id: IdSchema, read: v.boolean() }), output: none },
    'mailbox.delete': { input: v.object({ ids: v.array(IdSchema) }), output: none },
  },
  streams: {
    'runs.events': { params: v.object({ runId: IdSchema }), event: RunBatchSchema },
    'server.changed': {
      params: none,
      event: v.variant('type', [
        v.object({ type: v.literal('state'), state: ServerStateSchema }),
        v.object({ type: v.literal('session'), session: SessionSummarySchema }),
        v.object({ type: v.literal('message'), message: MessageSummarySchema }),
        v.object({ type: v.literal('mailbox'), total: CountSchema, unread: CountSchema }),
      ]),
    },
  },
} as const;

export type Contract = typeof contract;
export type CallName = keyof Contract['calls'];
export type StreamName = keyof Contract['streams'];
export type CallInput<N extends CallName> = v.InferOutput<Contract['calls'][N]['input']>;
export type CallOutput<N extends CallName> = v.InferOutput<Contract['calls'][N]['output']>;
export type StreamParams<N extends StreamName> = v.InferOutput<Contract['streams'][N]['params']>;
export type StreamEvent<N extends StreamName> = v.InferOutput<Contract['streams'][N]['event']>;
