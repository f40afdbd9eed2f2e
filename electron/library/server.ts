/** `posthorn/server`: SMTP and LMTP servers with a handler for each message, as Python's smtpd had them. docs/library.md shows each by an example. */
export { createServer } from './create-server.ts';
export type { ServerOptions } from './create-server.ts';
export type { SessionClass, TestServer as Server } from '../core/server/types.ts';

export { processOctets, processText } from '../core/server/handlers/process-message.ts';
export type { ProcessAnswer as Answer, ProcessMessage } from '../core/server/handlers/process-message.ts';
export { debuggingHandler } from '../core/server/handlers/debugging.ts';
export { proxyHandler } from '../core/server/handlers/proxy.ts';
export type { ProxyOptions } from '../core/server/handlers/proxy.ts';
export { routeHandler } from '../core/server/handlers/route.ts';
export { sinkHandler } from '../core/server/handlers/sink.ts';
export type { HandlerReply, HandlerResult, MessageHandler, UserVerifier } from '../core/server/handlers/types.ts';
export { makeReply } from '../core/server/commands/replies.ts';

export { Session } from '../core/server/session/session.ts';
export type { SessionJournal } from '../core/server/session/journal.ts';
export type { SessionConfig } from '../core/server/session/state.ts';
export type {
  CommandAction as Action,
  CommandCall,
  CommandHandler,
  CommandHandlers,
  ServerSession,
  SessionIo,
  SessionServices,
  SessionView,
} from '../core/server/session/types.ts';
export type { ServerObserver } from '../core/server/observer.ts';

export { acceptAnyUser, userVerifiers } from '../core/server/users/users.ts';
export type { TestUser, UserOptions } from '../core/server/users/users.ts';
export type { TokenRule } from '../core/server/users/tokens.ts';
export { ensureAuthority } from '../storage/authority/store.ts';
export type { Authority } from '../core/tls/authority/authority.ts';
export type { TlsMaterial } from '../core/tls/material.ts';

export { fileSpool } from '../storage/spool/file-spool.ts';
export { memorySpool } from '../storage/spool/memory-spool.ts';
export type { Clock, NewMessage, Spool, SpooledMessage, SpoolFile } from '../core/ports.ts';

export type { SessionEvent } from '../protocol/values/session/event.ts';
export type { ListenerConfig, ListenerState, ServerConfig, SessionSummary } from '../protocol/values/server/server.ts';
export type { Script } from '../protocol/values/server/script.ts';
