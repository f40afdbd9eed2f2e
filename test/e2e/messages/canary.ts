/**
 * A resolver that hears every name a program asks for, and knows none of them: a program started through it has this resolver
 * and no other, by a mount namespace of its own, which takes root on Linux.
 */
import { createSocket } from 'node:dgram';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { electronRuntime } from '../../../build/lib/electron/runtime.mjs';

/** Whether this process may make such a namespace. */
export const canPlantCanary = process.platform === 'linux' && process.getuid?.() === 0;

export interface Canary {
  /** To be started in Electron's place. */
  readonly through: string;
  /** Every name asked for so far, in lower case. */
  names(): readonly string[];
  close(): Promise<void>;
}

export async function plantCanary(): Promise<Canary> {
  const names: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { address, port }) => {
    names.push(nameIn(query));
    socket.send(notFound(query), port, address);
  });
  // Of this machine alone, and of this process: others run tests too.
  const host = `127.${(process.pid >> 8) & 0xff}.${process.pid & 0xff}.53`;
  socket.bind(53, host);
  await once(socket, 'listening');

  const dir = await mkdtemp(join(tmpdir(), 'posthorn-canary-'));
  const [resolv, nsswitch, through] = [join(dir, 'resolv.conf'), join(dir, 'nsswitch.conf'), join(dir, 'electron')];
  await writeFile(resolv, `nameserver ${host}\noptions timeout:1 attempts:1\n`);
  await writeFile(nsswitch, 'hosts: files dns\n');
  const mounts = `mount --bind ${resolv} /etc/resolv.conf && mount --bind ${nsswitch} /etc/nsswitch.conf`;
  const { executable } = electronRuntime();
  await writeFile(
    through,
    `#!/bin/sh\nexec unshare --mount --propagation private sh -c '${mounts} && exec "$0" "$@"' '${executable}' "$@"\n`,
  );
  await chmod(through, 0o755);
  return {
    through,
    names: () => names,
    close: async () => {
      await new Promise<void>((resolve) => socket.close(() => resolve()));
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** RFC 1035 section 4.1.2: labels with their lengths, after a header of twelve octets. */
function nameIn(query: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; at < query.length;) {
    const length = query[at] ?? 0;
    if (length === 0) break;
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return labels.join('.').toLowerCase();
}

/** The question back, as a response with RCODE 3 (section 4.1.1). */
function notFound(query: Buffer): Buffer {
  const answer = Buffer.from(query);
  answer[2] = (answer[2] ?? 0) | 0x80;
  answer[3] = 0x83;
  return answer;
}
