/** `posthorn check` against a real Postfix: plain, STARTTLS, submission with AUTH, implicit TLS, a wrong password. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../availability.ts';
import { failedPhases, keywords, phaseNames, report } from '../posthorn.ts';
import { startMailSystem, waitFor } from '../servers/mail-system.ts';
import type { MailSystem } from '../servers/mail-system.ts';

const alice = { user: 'alice', password: 'wonderland' };
const wrong = { user: 'alice', password: 'looking-glass' };

await describeWith(['postfix', 'dovecot'], 'check against Postfix', () => {
  let system: MailSystem;
  beforeAll(async () => {
    system = await startMailSystem();
  });
  afterAll(() => system.stop());

  const at = (port: number) => `127.0.0.1:${String(port)}`;
  const trusted = () => ['--ca', system.certificates.ca];

  test('plain: greeting, EHLO, QUIT', async () => {
    const { status, report: r } = await report('check', [at(system.postfix.port), '--security', 'none']);
    expect(status).toBe(0);
    expect(r.error).toBeNull();
    expect(r.target).toMatchObject({
      host: '127.0.0.1',
      port: system.postfix.port,
      path: null,
      protocol: 'smtp',
      security: 'none',
    });
    expect(phaseNames(r)).toEqual(['connect', 'greeting', 'ehlo', 'quit']);
    expect(failedPhases(r)).toEqual([]);
    expect(r.addresses).toMatchObject([{ address: '127.0.0.1', family: 4, ok: true, error: null }]);
    expect(r.greeting).toMatchObject({ code: 220, anomalies: [] });
    expect(r.greeting?.lines).toHaveLength(1);
    expect(r.greeting?.lines[0]).toMatch(/^mx\.interop\.test ESMTP Postfix/);
    expect(r.ehlo.plain?.verb).toBe('EHLO');
    expect(r.ehlo.plain?.capabilities).toContainEqual(
      expect.objectContaining({ keyword: 'SIZE', params: ['10240000'] }),
    );
    expect(keywords(r.ehlo.plain)).toEqual(
      expect.arrayContaining([
        'PIPELINING',
        'STARTTLS',
        'ENHANCEDSTATUSCODES',
        '8BITMIME',
        'DSN',
        'SMTPUTF8',
        'CHUNKING',
      ]),
    );
    expect(r.ehlo).toMatchObject({ tls: null, auth: null });
    expect(r.tls).toBeNull();
    expect(r.delivery).toBeNull();
    expect(r.recipients).toEqual([]);
    expect(r.transcript?.filter((line) => line.direction === 'sent').map((line) => line.text.split(' ')[0])).toEqual([
      'EHLO',
      'QUIT',
    ]);
    expect(r.transcript?.every((line) => !line.encrypted)).toBe(true);
  });

  test('STARTTLS with the authority known: EHLO before and after, AUTH offered only inside', async () => {
    const { status, report: r } = await report('check', [
      at(system.postfix.port),
      '--security',
      'starttls',
      ...trusted(),
    ]);
    expect(status).toBe(0);
    expect(phaseNames(r)).toEqual(['connect', 'greeting', 'ehlo', 'starttls', 'tls', 'ehlo-tls', 'quit']);
    expect(failedPhases(r)).toEqual([]);
    expect(r.tls).toMatchObject({ version: 'TLSv1.3', authorized: true, chainError: null, nameError: null });
    expect(r.tls?.chain[0]).toMatchObject({ altNames: expect.arrayContaining(['DNS:localhost']) as string[] });
    expect(keywords(r.ehlo.plain)).toContain('STARTTLS');
    expect(keywords(r.ehlo.plain)).not.toContain('AUTH');
    expect(keywords(r.ehlo.tls)).toContain('AUTH');
    expect(keywords(r.ehlo.tls)).not.toContain('STARTTLS');
    const quit = r.transcript?.find((line) => line.direction === 'sent' && line.text === 'QUIT');
    expect(quit?.encrypted).toBe(true);
  });

  test('auto takes STARTTLS where it is offered', async () => {
    const { status, report: r } = await report('check', [at(system.postfix.port), ...trusted()]);
    expect(status).toBe(0);
    expect(r.target.security).toBe('starttls-if-offered');
    expect(r.ehlo.tls).not.toBeNull();
  });

  test('TLS 1.2 when told so', async () => {
    const { report: r } = await report('check', [
      at(system.postfix.port),
      '--security',
      'starttls',
      '--tls-max',
      'TLSv1.2',
      ...trusted(),
    ]);
    expect(r.tls?.version).toBe('TLSv1.2');
    expect(r.ok).toBe(true);
  });

  test('implicit TLS', async () => {
    const { status, report: r } = await report('check', [
      `smtps://localhost:${String(system.postfix.tlsPort)}`,
      ...trusted(),
    ]);
    expect(status).toBe(0);
    expect(r.target.security).toBe('tls');
    expect(phaseNames(r)).toEqual(['connect', 'tls', 'greeting', 'ehlo-tls', 'quit']);
    expect(r.tls).toMatchObject({ authorized: true });
    expect(r.ehlo.plain).toBeNull();
    expect(r.ehlo.tls?.verb).toBe('EHLO');
    expect(r.transcript?.filter((line) => line.direction !== 'note').every((line) => line.encrypted)).toBe(true);
  });

  test('unknown authority with a login given: a finding, and nothing is said after the handshake', async () => {
    const before = (await system.postfix.log()).length;
    const { status, report: r } = await report(
      'check',
      [at(system.postfix.submissionPort), '--security', 'starttls'],
      alice,
    );
    expect(status).toBe(1);
    expect(r.tls).toMatchObject({ authorized: false, nameError: null });
    // Postfix sends its own certificate alone, as people configure it.
    expect(r.tls?.chainError).toBe('incomplete-chain');
    expect(r.error).toMatchObject({ code: 'tls-failed', phase: 'tls', params: { check: 'chain' } });
    const found = r.findings.find((finding) => finding.id === 'tls.certificate-chain-incomplete');
    expect(found).toMatchObject({ severity: 'error', actor: 'server-admin' });
    const lines = r.transcript?.filter((line) => found?.evidence.includes(line.seq)) ?? [];
    expect(lines.map((line) => line.phase)).toContain('tls');
    expect(r.ehlo.tls).toBeNull();
    expect(r.auth?.tried ?? []).toEqual([]);
    expect(await sessionLog(before)).toMatch(/ehlo=1 starttls=1 commands=2/);
  });

  for (const mechanism of ['PLAIN', 'LOGIN']) {
    test(`submission, AUTH ${mechanism}`, async () => {
      const args = [at(system.postfix.submissionPort), '--security', 'starttls', '--auth', mechanism, ...trusted()];
      const { status, report: r } = await report('check', args, alice);
      expect(r.error).toBeNull();
      expect(status).toBe(0);
      expect(phaseNames(r)).toEqual([
        'connect',
        'greeting',
        'ehlo',
        'starttls',
        'tls',
        'ehlo-tls',
        'auth',
        'ehlo-auth',
        'quit',
      ]);
      expect(r.auth?.offered).toEqual(expect.arrayContaining(['PLAIN', 'LOGIN']));
      expect(r.auth?.tried).toMatchObject([{ mechanism, ok: true, reply: { code: 235, enhancedCode: '2.7.0' } }]);
      expect(r.auth?.used).toBe(mechanism);
      expect(r.ehlo.auth).not.toBeNull();
    });
  }

  test('a wrong password is tried exactly once', async () => {
    const before = (await system.postfix.log()).length;
    const args = [at(system.postfix.submissionPort), '--security', 'starttls', ...trusted()];
    const { status, report: r } = await report('check', args, wrong);
    expect(status).toBe(1);
    expect(r.error).toMatchObject({ code: 'auth-failed', phase: 'auth', temporary: false });
    expect(r.error?.reply).toMatchObject({ code: 535, enhancedCode: '5.7.8' });
    expect(r.error?.params).toMatchObject({ reason: 'refused' });
    expect(failedPhases(r)).toEqual(['auth']);
    expect(r.auth?.tried).toMatchObject([{ ok: false, reply: { code: 535 } }]);
    expect(r.auth?.used).toBeNull();
    const log = await sessionLog(before);
    expect(log.match(/SASL \S+ authentication failed/g)).toHaveLength(1);
    expect(log).toMatch(/auth=0\/1/);
  });

  test('a user whom the server does not know fails in the same way', async () => {
    const args = [at(system.postfix.tlsPort), '--security', 'tls', ...trusted()];
    const { report: r } = await report('check', args, { user: 'nobody-here', password: 'whatever-it-is' });
    expect(r.error).toMatchObject({ code: 'auth-failed', phase: 'auth', reply: { code: 535 } });
  });

  test('without TLS a password stays here', async () => {
    const before = (await system.postfix.log()).length;
    const args = [at(system.postfix.clearAuthPort), '--security', 'none'];
    const { status, report: r } = await report('check', args, alice);
    expect(status).toBe(1);
    expect(r.error).toMatchObject({ code: 'auth-unavailable', phase: 'auth', params: { reason: 'needs-tls' } });
    expect(await sessionLog(before)).not.toMatch(/auth=/);
  });

  test('... unless it was asked for in so many words', async () => {
    const args = [at(system.postfix.clearAuthPort), '--security', 'none', '--allow-clear-auth'];
    const { status, report: r } = await report('check', args, alice);
    expect(status).toBe(0);
    expect(r.auth?.used).toBe('PLAIN');
  });

  test('may this sender write to this recipient: asked with MAIL, RCPT and RSET, nothing sent', async () => {
    const before = (await system.postfix.log()).length;
    const args = [at(system.postfix.port), '--security', 'none', '--from', 'a@client.test'];
    const accepted = await report('check', [...args, '--to', 'bob@interop.test']);
    expect(accepted.status).toBe(0);
    expect(accepted.report.sender).toMatchObject({ code: 250 });
    expect(accepted.report.recipients).toMatchObject([
      { address: 'bob@interop.test', accepted: true, reply: { code: 250 } },
    ]);
    expect(await sessionLog(before)).toMatch(/mail=1 rcpt=1 rset=1 quit=1/);
    const refused = await report('check', [...args, '--to', 'reject@discard.test']);
    expect(refused.status).toBe(1);
    expect(refused.report.error).toMatchObject({ code: 'recipients-refused', phase: 'rcpt', temporary: false });
    expect(refused.report.recipients).toMatchObject([{ accepted: false, reply: { code: 550, enhancedCode: '5.1.1' } }]);
  });

  test('implicit TLS asked for where plain SMTP is spoken', async () => {
    const { status, report: r } = await report('check', [at(system.postfix.port), '--security', 'tls']);
    expect(status).toBe(1);
    expect(r.error).toMatchObject({
      code: 'security-mismatch',
      phase: 'tls',
      params: { expected: 'tls', seen: 'smtp' },
    });
    expect(failedPhases(r)).toEqual(['tls']);
    expect(r.ehlo).toEqual({ plain: null, tls: null, auth: null });
  });

  test('plain SMTP asked for where TLS is waited for: a second connection finds out why it is silent', async () => {
    const args = [at(system.postfix.tlsPort), '--security', 'none', '--timeout', '10'];
    const { status, report: r } = await report('check', args);
    expect(status).toBe(1);
    expect(r.error).toMatchObject({
      code: 'security-mismatch',
      phase: 'greeting',
      params: { expected: 'plain', seen: 'tls' },
    });
  });

  test('a mechanism that the server does not offer is not tried', async () => {
    const before = (await system.postfix.log()).length;
    const args = [at(system.postfix.submissionPort), '--security', 'starttls', ...trusted(), '--auth', 'XOAUTH2'];
    const { status, report: r } = await report('check', args, alice);
    expect(status).toBe(1);
    expect(r.error).toMatchObject({ code: 'auth-unavailable', params: { reason: 'none-usable' } });
    expect(await sessionLog(before)).not.toMatch(/auth=/);
  });

  /** Everything logged since then, once the session's last line is there. */
  function sessionLog(since: number): Promise<string> {
    return waitFor('the end of the session in the log', async () => {
      const log = (await system.postfix.log()).slice(since);
      return /disconnect from .*commands=/.test(log) ? log : null;
    });
  }
});
