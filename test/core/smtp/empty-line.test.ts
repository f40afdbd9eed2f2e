/** An empty line from a server has one verdict, wherever it stands and however TCP cuts the stream: reported, passed over, never an answer. */
import { type Socket, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { runCheck, runSend } from '../../harness/client-run.ts';
import { foldReport } from '../report/fold-report.ts';

const EHLO = '250-mx.test\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 SIZE 1000\r\n';

/** Before which octets of each answer the stream is cut; the rest follows when the first part has been read. */
type Cut = (octets: Buffer) => Buffer[];
const whole: Cut = (octets) => [octets];
const everyOctet: Cut = (octets) => [...octets].map((octet) => Buffer.from([octet]));
const beforeEmpty: Cut = (octets) => {
  const parts: Buffer[] = [];
  let rest = octets.toString('latin1');
  for (let at = rest.indexOf('\r\n\r\n'); at !== -1; at = rest.indexOf('\r\n\r\n')) {
    parts.push(Buffer.from(rest.slice(0, at + 2)));
    rest = rest.slice(at + 2);
  }
  return [...parts, Buffer.from(rest)];
};
const inLineEnd: Cut = (octets) => {
  const at = octets.lastIndexOf('\r') + 1;
  return [octets.subarray(0, at), octets.subarray(at)];
};

interface Script {
  readonly greeting: string;
  readonly ehlo: string;
  readonly mail: string;
}
const plain: Script = { greeting: '220 mx.test ESMTP\r\n', ehlo: EHLO, mail: '250 ok\r\n' };

async function startServer(script: Script, cut: Cut) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    let queue = Promise.resolve();
    const write = (text: string): void => {
      queue = queue.then(async () => {
        for (const part of cut(Buffer.from(text, 'latin1'))) {
          await new Promise<void>((resolve) => socket.write(part, () => setImmediate(resolve)));
        }
      });
    };
    write(script.greeting);
    let [rest, text] = ['', false];
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      rest += chunk;
      for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (text && line !== '.') continue;
        if (line === 'QUIT') write('221 bye\r\n');
        else if (line === 'DATA') {
          text = true;
          write('354 go\r\n');
        } else {
          text = false;
          write(line.startsWith('EHLO') ? script.ehlo : line.startsWith('MAIL') ? script.mail : '250 ok\r\n');
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const places: readonly [string, Partial<Script>, number][] = [
  ['after the greeting', { greeting: '220 mx.test ESMTP\r\n\r\n' }, 1],
  ['before the greeting', { greeting: '\r\n220 mx.test ESMTP\r\n' }, 1],
  ['within the greeting', { greeting: '220-mx.test\r\n\r\n220 ESMTP\r\n' }, 1],
  ['before an answer', { ehlo: `\r\n${EHLO}` }, 1],
  ['within an answer', { ehlo: EHLO.replace('\r\n', '\r\n\r\n') }, 1],
  ['after an answer, twice', { ehlo: `${EHLO}\r\n\r\n` }, 2],
  ['in the transaction', { mail: '250 ok\r\n\r\n' }, 1],
  ['of blanks', { ehlo: `${EHLO} \t\r\n` }, 1],
  ['with LF alone', { greeting: '220 mx.test\r\n\n' }, 1],
];

describe.each(places)('an empty line %s', (_name, script, count) => {
  it.each([
    ['in one piece', whole],
    ['in a segment of its own', beforeEmpty],
    ['cut in the line end', inLineEnd],
    ['octet by octet', everyOctet],
  ] as const)('%s', async (_cut, cut) => {
    for (const flow of [runCheck, runSend]) {
      const server = await startServer({ ...plain, ...script }, cut);
      const run = await flow({
        connection: { target: `127.0.0.1:${server.port}`, security: 'none' },
        envelope: { from: 'a@x.test', to: ['b@y.test'] },
      });
      await server.close();
      expect(run.error).toBeNull();
      const report = foldReport(flow === runCheck ? 'check' : 'send', run.events);
      expect(report.ehlo.plain?.capabilities.map(({ keyword }) => keyword)).toEqual(['8BITMIME', 'PIPELINING', 'SIZE']);
      const { evidence, ...finding } = report.findings.find(({ title }) => title.includes('empty line')) ?? {};
      expect(finding).toMatchObject({ id: 'wire.anomaly', severity: 'warning' });
      expect(evidence).toHaveLength(count);
      expect(report.findings.some(({ title }) => /reply to nothing|no reply code/.test(title))).toBe(false);
    }
  });
});

it('in place of a reply it is what ends the session, at the close or when nothing more comes', async () => {
  for (const script of [{ greeting: '\r\n' }, { ehlo: '\r\n' }, { mail: '\r\n' }]) {
    const server = await startServer({ ...plain, ...script }, whole);
    const run = await runCheck({
      connection: { target: `127.0.0.1:${server.port}`, security: 'none', timeouts: { greeting: 300, reply: 300 } },
      envelope: { from: 'a@x.test', to: ['b@y.test'] },
    });
    await server.close();
    expect(run.error).toMatchObject({ code: 'protocol-error', reply: { code: null }, params: { limit: null } });
    expect(foldReport('check', run.events).error?.message).toMatch(/sent an empty line .*, and no reply after it\.$/);
  }
});

it('too many of them are the end', async () => {
  const server = await startServer({ ...plain, greeting: '\r\n'.repeat(2_000) }, whole);
  const run = await runCheck({ connection: { target: `127.0.0.1:${server.port}`, security: 'none' } });
  await server.close();
  expect(run.error).toMatchObject({ code: 'protocol-error', params: { limit: 'reply.maxEmptyLines' } });
  expect(run.of('line').length).toBeLessThan(200);
});
