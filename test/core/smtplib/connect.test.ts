/** connect() and what surrounds it: forms of the host, the ports, the greeting, names, TLS from the first octet, and the end. */
import { createServer as createTlsServer } from 'node:tls';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hostname, tmpdir } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { LmtpClient, SmtpClient, SmtpsClient } from '../../../electron/core/smtp/client/client.ts';
import {
  SmtpConnectError,
  type SmtpException,
  SmtpServerDisconnected,
  SmtpSocketError,
  SmtpTlsError,
  SmtpValueError,
} from '../../../electron/core/smtp/client/errors.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import { makeCertificates, testAuthority, testCertificate } from '../../harness/certificates.ts';
import { type RuleScript, startRuleServer } from '../../harness/peers/rule-server.ts';
import { closedPort, startTcpPeer } from '../../harness/peers/tcp-peer.ts';
import { caught, withServer } from './with-server.ts';

const name = { localHostname: 'client.test' };

/** Where a client would go, from its first event; nothing is connected: the signal is aborted before. */
async function targetOf(Client: typeof SmtpClient, host: string, port?: number) {
  const events: SessionEvent[] = [];
  const client = new Client({ emit: (event) => events.push(event), signal: AbortSignal.abort() });
  await caught(client.connect(host, port));
  const [begin] = events;
  return begin?.type === 'session-begin' ? begin.target : null;
}

describe('connect', () => {
  it.each([
    ['mx.test', undefined, 'mx.test', 25],
    ['mx.test', 0, 'mx.test', 25],
    ['mx.test:2525', undefined, 'mx.test', 2525],
    ['mx.test:2525', 0, 'mx.test', 2525],
    ['mx.test', 587, 'mx.test', 587],
    ['mx.test:0', undefined, 'mx.test', 25],
    ['', undefined, 'localhost', 25],
    // More than one colon: an address, with nothing taken off.
    ['2001:db8::1', undefined, '2001:db8::1', 25],
    ['2001:db8::1', 2525, '2001:db8::1', 2525],
    ['[2001:db8::1]:2525', undefined, '2001:db8::1', 2525],
  ])('%j, port %j: %s, port %i', async (host, port, wantedHost, wantedPort) => {
    expect(await targetOf(SmtpClient, host, port)).toMatchObject({ host: wantedHost, port: wantedPort });
  });

  it('has the ports of the protocols: 465 with TLS, and 24 for LMTP', async () => {
    expect(await targetOf(SmtpsClient, 'mx.test')).toMatchObject({ port: 465, security: 'tls' });
    expect(await targetOf(LmtpClient, 'mx.test')).toMatchObject({ port: 24, protocol: 'lmtp' });
    expect(await targetOf(LmtpClient, '/run/lmtp')).toMatchObject({ path: '/run/lmtp', host: null, protocol: 'lmtp' });
  });

  it.each(['mx.test:smtp', 'mx.test:70000', 'mx.test\r\nQUIT', 'a b'])(
    'refuses %j before anything is connected',
    async (host) => {
      expect(await caught(new SmtpClient().connect(host))).toBeInstanceOf(SmtpValueError);
    },
  );

  it.each([0, -1, Number.NaN])('refuses a limit of %j', async (reply) => {
    const client = new SmtpClient({ timeouts: { reply } });
    expect(await caught(client.connect('127.0.0.1', 9))).toBeInstanceOf(SmtpValueError);
  });

  it('refuses a local name that is none', async () => {
    const client = new SmtpClient({ localHostname: 'a b' });
    expect(await caught(client.connect('127.0.0.1', 9))).toBeInstanceOf(SmtpValueError);
  });

  it('returns the greeting, whatever it says, and stays connected', async () => {
    await withServer({ greeting: '554 5.7.1 go away\r\n', rules: [] }, name, async (client, server) => {
      expect(await client.connect('127.0.0.1', server.port)).toMatchObject({ code: 554, message: '5.7.1 go away' });
      expect(client.connected).toBe(true);
      expect((await client.docmd('QUIT')).code).toBe(221);
    });
  });

  it('open() throws for it, and closes', async () => {
    await withServer({ greeting: '554-5.7.1 go\r\n554 5.7.1 away\r\n', rules: [] }, name, async (client, server) => {
      const error = await caught(client.open('127.0.0.1', server.port));
      expect(error).toBeInstanceOf(SmtpConnectError);
      expect(error).toMatchObject({ smtpCode: 554, smtpError: '5.7.1 go\n5.7.1 away' });
      expect((error as SmtpConnectError).reply?.enhancedCode).toBe('5.7.1');
      expect(client.connected).toBe(false);
      await server.ended;
    });
  });

  it('says who refused the connection', async () => {
    const port = await closedPort();
    const error = await caught(new SmtpClient().connect('127.0.0.1', port));
    expect(error).toBeInstanceOf(SmtpSocketError);
    expect(error).toMatchObject({ code: 'ECONNREFUSED', outcome: { code: 'connect-failed' } });
  });

  it('comes from the source address', async () => {
    const seen: (string | undefined)[] = [];
    const server = await startTcpPeer((socket) => {
      seen.push(socket.remoteAddress);
      socket.end('220 hi\r\n');
    });
    const client = new SmtpClient({ localAddress: '127.0.0.1' });
    await client.connect('127.0.0.1', server.port);
    await client.close();
    await server.close();
    expect(seen).toEqual(['127.0.0.1']);
  });

  it('goes to a Unix socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'posthorn-lmtp-'));
    const path = join(folder, 'socket');
    const server = await startRuleServer({ rules: [] }, { path });
    const client = new LmtpClient(name);
    expect((await client.connect(path)).code).toBe(220);
    expect((await client.lhlo()).code).toBe(250);
    await client.quit();
    await server.close();
    rmSync(folder, { recursive: true });
    expect(server.heard.map(([, line]) => line)).toEqual(['LHLO client.test\r\n', 'QUIT\r\n']);
  });

  it('gives this machine’s name, or its address literal', async () => {
    await withServer({ rules: [] }, {}, async (client, server) => {
      await client.connect('127.0.0.1', server.port);
      await client.ehlo();
      const [, line = ''] = server.heard[0] ?? [];
      expect(line).toBe(`EHLO ${client.localHostname}\r\n`);
      expect(hostname().includes('.') ? [hostname(), '[127.0.0.1]'] : ['[127.0.0.1]']).toContain(client.localHostname);
    });
  });
});

describe('a connection that is not there', () => {
  const script: RuleScript = { rules: [] };

  it.each<[string, (client: SmtpClient) => Promise<unknown>]>([
    ['noop', (client) => client.noop()],
    ['sendmail', (client) => client.sendmail('a@x.test', ['b@y.test'], '')],
    ['login', (client) => client.login('user', 'pass')],
    ['starttls', (client) => client.starttls()],
    ['quit', (client) => client.quit()],
  ])('%s before connect()', async (_name, call) => {
    const error = await caught(call(new SmtpClient()));
    expect(error).toBeInstanceOf(SmtpServerDisconnected);
    expect((error as Error).message).toBe('please run connect() first');
  });

  it('close() is no failure, twice neither', async () => {
    await withServer(script, name, async (client, server) => {
      await client.close();
      await client.connect('127.0.0.1', server.port);
      await client.close();
      await client.close();
      expect(await caught(client.noop())).toBeInstanceOf(SmtpServerDisconnected);
    });
  });

  it('a second connect() closes the first connection', async () => {
    await withServer(script, name, async (client, server) => {
      await client.connect('127.0.0.1', server.port);
      const other = await startRuleServer(script);
      await client.connect('127.0.0.1', other.port);
      await server.ended;
      expect((await client.noop()).code).toBe(250);
      await client.close();
      await other.close();
    });
  });
});

describe('SmtpsClient', () => {
  beforeAll(makeCertificates);

  async function withTls(certificate: string, work: (port: number) => Promise<void>): Promise<void> {
    const server = createTlsServer(testCertificate(certificate), (socket) => {
      socket.on('error', () => undefined);
      socket.write('220 hi\r\n');
      socket.on('data', () => socket.end('221 bye\r\n'));
    }).listen(0, '127.0.0.1');
    server.on('tlsClientError', () => undefined);
    await once(server, 'listening');
    await work((server.address() as { port: number }).port);
    server.close();
    await once(server, 'close');
  }

  it('speaks TLS from the first octet', async () => {
    await withTls('valid', async (port) => {
      const client = new SmtpsClient({ ...name, ca: testAuthority(), servername: 'mx.test' });
      expect(await client.open('127.0.0.1', port)).toMatchObject({ code: 220, message: 'hi' });
      expect(client.tls?.authorized).toBe(true);
      expect((await client.quit()).code).toBe(221);
    });
  });

  it('does not go on with a certificate that is for another name', async () => {
    await withTls('wronghost', async (port) => {
      const client = new SmtpsClient({ ...name, ca: testAuthority(), servername: 'mx.test' });
      const error = await caught(client.open('127.0.0.1', port));
      expect(error).toBeInstanceOf(SmtpTlsError);
      expect(error).toMatchObject({ outcome: { code: 'tls-failed', params: { check: 'name' } } });
      expect(client.connected).toBe(false);
    });
  });

  it('says when there is no TLS', async () => {
    await withServer({ rules: [] }, name, async (_client, server) => {
      const error = await caught(new SmtpsClient(name).open('127.0.0.1', server.port));
      expect(error).toBeInstanceOf(SmtpTlsError);
      expect((error as SmtpException).outcome.code).toBe('security-mismatch');
    });
  });
});
