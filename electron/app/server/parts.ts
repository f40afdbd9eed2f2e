/** What the server service is made of. Composition hands in the real parts, tests hand in their own. */
import * as v from 'valibot';
import type { JsonFile } from '../../storage/files/json-file.ts';
import type { MailboxStore } from '../../storage/mailbox/mailbox.ts';
import type { SessionLog } from '../../storage/sessions/log.ts';
import type { ServerObserver } from '../../core/server/observer.ts';
import type { TestServer } from '../../core/server/types.ts';
import type { UserVerifier } from '../../core/server/handlers/types.ts';
import type { ServerUsers } from './users.ts';
import { ServerConfigSchema, type ServerConfig } from '../../protocol/values/server/server.ts';

/** What is kept of the server between two starts of the app. */
export const ServerSettingsSchema = v.object({
  schema: v.literal(1),
  /** Whether the server is to run when the app starts; false after the user stopped it. */
  run: v.boolean(),
  config: ServerConfigSchema,
});
export type ServerSettings = v.InferOutput<typeof ServerSettingsSchema>;

export interface ServerParts {
  readonly settings: JsonFile<ServerSettings>;
  readonly users: ServerUsers;
  readonly defaults: () => ServerConfig;
  readonly mailbox: () => Promise<MailboxStore>;
  readonly sessions: () => Promise<SessionLog>;
  readonly create: (
    config: ServerConfig,
    mailbox: MailboxStore,
    observer: ServerObserver,
    users: UserVerifier,
  ) => TestServer;
  /** PEM of our certificate authority once a listener needed it. */
  readonly caPem: () => string | null;
  /** One line about an unexpected error; without payload. */
  readonly log: (line: string) => void;
}
