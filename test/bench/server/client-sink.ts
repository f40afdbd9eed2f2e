/** A trivial SMTP server for the client's bench: takes everything, keeps nothing. Reports its port to its parent and ends with it. */
import { type Socket, createServer } from 'node:net';

const END = Buffer.from('\r\n.\r\n');

function serve(socket: Socket): void {
  let inBody = false;
  let tail = Buffer.alloc(0);
  let text = '';
  socket.on('error', () => socket.destroy());
  socket.write('220 sink.test\r\n');
  socket.on('data', (chunk) => {
    if (inBody) {
      tail = Buffer.concat([tail, chunk.subarray(-END.length)]).subarray(-END.length);
      if (!tail.equals(END)) return;
      inBody = false;
      socket.write('250 taken\r\n');
      return;
    }
    text += chunk.toString('latin1');
    for (let at = text.indexOf('\r\n'); at !== -1; at = text.indexOf('\r\n')) {
      const line = text.slice(0, at);
      text = text.slice(at + 2);
      if (line.startsWith('EHLO')) socket.write('250-sink.test\r\n250 SIZE 0\r\n');
      else if (line === 'QUIT') socket.end('221 bye\r\n');
      else if (line === 'DATA') {
        inBody = true;
        tail = Buffer.alloc(0);
        socket.write('354 go\r\n');
      } else socket.write('250 ok\r\n');
    }
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
