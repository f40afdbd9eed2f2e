/** Our own server with one user and SCRAM-SHA-256 alone, with a certificate of an authority of its own. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { discardingSpool } from '../../../electron/storage/spool/memory-spool.ts';
import { defaultServerConfig } from '../../../electron/core/server/defaults.ts';
import { sinkHandler } from '../../../electron/core/server/handlers/sink.ts';
import { createTestServer } from '../../../electron/core/server/server.ts';
import { userVerifiers } from '../../../electron/core/server/users/users.ts';
import { systemClock } from '../../../electron/core/recording/clock.ts';
import { ensureAuthority } from '../../../electron/storage/authority/store.ts';

export const LOGIN = { user: 'erika@example.org', password: 'correct horse battery staple' } as const;

const nothing = (): void => undefined;

export interface LoginServer {
  readonly port: number;
  /** A PEM file of the authority. */
  readonly caFile: string;
  stop(): Promise<void>;
}

export async function startLoginServer(folder: string): Promise<LoginServer> {
  const authority = await ensureAuthority(join(folder, 'login-server-ca'));
  const caFile = join(folder, 'roots.pem');
  await writeFile(caFile, authority.caPem);
  const mechanisms = ['SCRAM-SHA-256'];
  const hostname = 'mail.example.org';
  const server = createTestServer({
    config: {
      ...defaultServerConfig(hostname),
      listeners: [
        {
          id: 'submission',
          protocol: 'smtp',
          security: 'starttls-required',
          host: '127.0.0.1',
          port: 0,
          path: null,
          nextFree: false,
        },
      ],
      auth: { enabled: true, acceptAny: false, required: true, allowClear: false, mechanisms },
    },
    spool: discardingSpool(),
    handler: sinkHandler(),
    users: userVerifiers([LOGIN], { realm: hostname, mechanisms, tokens: null }),
    tls: () => authority.issue(),
    clock: systemClock,
    observer: { listener: nothing, session: nothing, event: nothing, message: nothing },
  });
  const [listener] = await server.start();
  if (listener?.boundPort === undefined || listener.boundPort === null) throw new Error('the server does not listen');
  return { port: listener.boundPort, caFile, stop: () => server.stop() };
}
