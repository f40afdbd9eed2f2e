/**
 * A server that does next to nothing for the sending bench: finds commands and ends of data, takes everything, keeps nothing. Reports its
 * port to its parent and ends with it.
 */
import { type Socket, createServer } from 'node:net';

const END = Buffer.from('\r\n.\r\n');
/** What may follow the end of data in one segment: the commands of the next transaction. */
const OVERLAP = 1_024;

function serve(socket: Socket): void {
  let inBody = false;
  let rest: Buffer = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.write('220 sink.test ESMTP\r\n');
  socket.on('data', (chunk) => {
    let input = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let replies = '';
    if (inBody) {
      const at = input.indexOf(END, Math.max(0, input.length - OVERLAP - END.length));
      if (at === -1) {
        rest = Buffer.from(input.subarray(-(END.length - 1)));
        return;
      }
      inBody = false;
      replies = '250 2.0.0 taken\r\n';
      input = input.subarray(at + END.length);
    }
    const lines = input.toString('latin1').split('\r\n');
    rest = Buffer.from(lines.pop() ?? '', 'latin1');
    for (const line of lines) {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'QUIT') {
        socket.end(`${replies}221 bye\r\n`);
        return;
      }
      inBody = verb === 'DATA';
      replies += inBody
        ? '354 go\r\n'
        : verb === 'EHLO'
          ? '250-sink.test\r\n250-PIPELINING\r\n250 SIZE 0\r\n'
          : '250 ok\r\n';
    }
    // The body begins after a CR LF that was taken with DATA: an empty message is a dot alone.
    if (inBody) rest = Buffer.from('\r\n');
    socket.write(replies);
  });
}

export async function run(): Promise<void> {
  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : 0);
  await new Promise((resolve) => process.once('disconnect', resolve));
  process.exit(0);
}
