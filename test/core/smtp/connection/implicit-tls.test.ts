/** "TLS (auto)" at a server that waits for TLS from the first octet: understood by its silence, gone on with, and said; not on 24 and 25. */
import { beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates, testAuthority, testCertificate } from '../../../harness/certificates.ts';
import { runCheck, runSend } from '../../../harness/client-run.ts';
import { startTlsPeer } from '../../../harness/peers/tls-peer.ts';
import { startScripted } from '../../../harness/peers/scripted-server.ts';
import { foldReport } from '../../report/fold-report.ts';
import { outcomeText } from '../../../../electron/texts/outcomes/outcomes.ts';
import { waitsBeforeGreeting } from '../../../../electron/core/smtp/connection/probe.ts';

beforeAll(makeCertificates);

const trusted = () => ({ ca: testAuthority(), servername: 'mx.test', timeouts: { greeting: 600 } });

describe('a server that waits for TLS', () => {
  it.each([undefined, 'auto' as const])('is spoken to in TLS where that was left to us: %s', async (security) => {
    for (const flow of [runCheck, runSend]) {
      const peer = await startTlsPeer(testCertificate('valid'));
      const run = await flow({
        connection: { target: `127.0.0.1:${peer.port}`, ...trusted(), ...(security === undefined ? {} : { security }) },
      });
      await peer.close();
      const report = foldReport(flow === runCheck ? 'check' : 'send', run.events);
      // The peer takes no message; as far as TLS goes all is well.
      if (flow === runCheck) expect(run.error).toBeNull();
      expect(report.tls).toMatchObject({ authorized: true });
      expect(report.target.security).toBe('tls');
      expect(report.ehlo.tls?.verb).toBe('EHLO');
      expect(report.findings.find(({ id }) => id === 'tls.implicit')).toMatchObject({ severity: 'info', actor: 'you' });
      expect(run.of('note').map(({ note }) => note)).toEqual(
        expect.arrayContaining(['silence-is-tls', 'implicit-tls']),
      );
      const before = run.of('line').filter(({ encrypted, direction }) => !encrypted && direction === 'sent');
      expect(before).toEqual([]);
    }
  });

  it('whose certificate does not pass gets no login', async () => {
    const peer = await startTlsPeer(testCertificate('valid'), ['AUTH PLAIN']);
    const run = await runCheck({
      connection: { target: `127.0.0.1:${peer.port}`, timeouts: { greeting: 600 } },
      auth: { user: 'ann', password: 'pencil' },
    });
    await peer.close();
    expect(run.error).toMatchObject({ code: 'tls-failed', params: { withheld: true } });
    expect(run.sent).toEqual([]);
  });

  it.each(['starttls', 'starttls-if-offered', 'none'] as const)(
    'is an outcome where %s was chosen',
    async (security) => {
      const peer = await startTlsPeer(testCertificate('valid'));
      const run = await runCheck({ connection: { target: `127.0.0.1:${peer.port}`, ...trusted(), security } });
      await peer.close();
      expect(run.error).toMatchObject({ code: 'security-mismatch', params: { expected: 'plain', seen: 'tls' } });
      expect(run.of('tls')).toEqual([]);
      const { remedy } =
        run.error === null
          ? { remedy: null }
          : outcomeText(run.error, { target: run.of('session-begin')[0]?.target ?? null });
      expect(remedy).toContain(`posthorn check 127.0.0.1:${peer.port} --security tls`);
    },
  );

  it('that says so by an alert, before anything was said, is understood as well', async () => {
    const server = await startScripted([{ sendHex: '15030300020250' }, { sleep: 50 }]);
    const run = await runCheck({ connection: { target: `127.0.0.1:${server.port}`, ...trusted() } });
    await server.close();
    expect(run.of('note').map(({ note }) => note)).toContain('implicit-tls');
    expect(run.error).toMatchObject({ phase: 'tls' });
    expect(server.recorded.connections).toBe(2);
  });

  it('is not looked for between servers', () => {
    expect([24, 25, 26, 587, 2525, null].filter(waitsBeforeGreeting)).toEqual([24, 25, null]);
  });
});
