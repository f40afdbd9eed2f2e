/** STARTTLS was answered and TLS did not come: nothing goes out in clear any more, no QUIT either, whatever the flow and whatever went wrong. */
import { type Socket, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { runCheck, runSend, watched } from '../../../harness/client-run.ts';
import { openConsole } from '../../../../electron/core/smtp/flows/console.ts';

/** `answer` gets the connection once the ClientHello has begun to come. */
async function startBroken(answer: (socket: Socket) => void) {
  const after: Buffer[] = [];
  const closed: Promise<void>[] = [];
  const server = createServer((socket) => {
    let agreed = false;
    socket.on('error', () => undefined);
    closed.push(new Promise((resolve) => socket.on('close', () => resolve())));
    socket.write('220 mx.test\r\n');
    socket.on('data', (chunk: Buffer) => {
      if (agreed) {
        if (after.length === 0) answer(socket);
        after.push(chunk);
        return;
      }
      const text = chunk.toString('latin1');
      if (text.startsWith('EHLO')) socket.write('250-mx.test\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n');
      if (text.startsWith('STARTTLS')) {
        agreed = true;
        socket.write('220 go\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    after,
    async close() {
      await Promise.all(closed);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const answers: readonly [string, (socket: Socket) => void][] = [
  ['an alert', (socket) => void socket.write(Buffer.from([21, 3, 3, 0, 2, 2, 40]))],
  ['text', (socket) => void socket.write('454 4.7.0 TLS not available\r\n')],
  ['octets that are nothing', (socket) => void socket.write(Buffer.alloc(64, 0x16))],
  ['the end', (socket) => void socket.end()],
  ['a reset', (socket) => void socket.resetAndDestroy()],
  ['silence', () => undefined],
];

/** Every record that went out after the 220: handshake (22), change of cipher (20) and alert (21), never text. */
function recordTypes(after: readonly Buffer[]): number[] {
  const octets = Buffer.concat(after);
  const types: number[] = [];
  for (let at = 0; at + 5 <= octets.length; at += 5 + octets.readUInt16BE(at + 3)) types.push(octets[at] ?? -1);
  return types;
}

describe.each(answers)('a handshake answered with %s', (_name, answer) => {
  const auth = { user: 'user', password: 'secret', allowClear: true };
  it.each(['starttls', 'starttls-if-offered'] as const)('is the end of the session: %s', async (security) => {
    const flows = [
      (port: number) => runCheck({ connection: of(port) }),
      (port: number) => runCheck({ connection: of(port), auth }),
      (port: number) => runSend({ connection: of(port) }),
      (port: number) => runSend({ connection: of(port), auth }),
      async (port: number) => {
        const opened = await openConsole({ connection: of(port), auth: null, envelope: null }, watched().context);
        if (opened.ok) return opened.session.close();
        return opened.result;
      },
    ];
    const of = (port: number) => ({ target: `127.0.0.1:${port}`, security, timeouts: { tls: 300 } });
    for (const flow of flows) {
      const server = await startBroken(answer);
      const { error } = await flow(server.port);
      await server.close();
      expect(error).toMatchObject({ phase: 'tls' });
      const types = recordTypes(server.after);
      expect(types.length).toBeGreaterThan(0);
      expect(types.filter((type) => ![20, 21, 22].includes(type))).toEqual([]);
      expect(Buffer.concat(server.after).includes('QUIT')).toBe(false);
    }
  });
});
