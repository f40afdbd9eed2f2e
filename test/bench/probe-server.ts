/** The server of the probe bench: ours, with STARTTLS and a certificate of its own authority. Reports its port and that authority to its parent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discardingSpool } from '../../electron/storage/spool/memory-spool.ts';
import { sinkHandler } from '../../electron/core/server/handlers/sink.ts';
import { createTestServer } from '../../electron/core/server/server.ts';
import { acceptAnyUser } from '../../electron/core/server/users/users.ts';
import { systemClock } from '../../electron/core/recording/clock.ts';
import { ensureAuthority } from '../../electron/storage/authority/store.ts';

export interface Reachable {
  readonly port: number;
  readonly ca: string;
}

export async function run(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'posthorn-bench-'));
  const issued = await (await ensureAuthority(dir)).issue();
  const server = createTestServer({
    config: {
      hostname: 'bench.test',
      listeners: [
        { id: 'smtp', protocol: 'smtp', security: 'starttls', host: '127.0.0.1', port: 0, path: null, nextFree: false },
      ],
      maxMessageBytes: 0,
      smtputf8: true,
      auth: { enabled: false, acceptAny: false, required: false, allowClear: false, mechanisms: [] },
    },
    spool: discardingSpool(),
    handler: sinkHandler(),
    users: acceptAnyUser,
    tls: () => Promise.resolve(issued),
    clock: systemClock,
    observer: {
      listener: () => undefined,
      session: () => undefined,
      event: () => undefined,
      message: () => undefined,
      failure: (_, error) => console.error(error),
    },
  });
  const [state] = await server.start();
  process.send?.({ port: state?.boundPort ?? 0, ca: issued.caPem } satisfies Reachable);
  await new Promise((resolve) => process.once('disconnect', resolve));
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
}
