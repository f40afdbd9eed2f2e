/** `posthorn compare` with real servers: Postfix beside Exim, and ports of one Postfix. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as v from 'valibot';
import { describeWith } from '../availability.ts';
import { ReportJson } from '../cli-json.ts';
import { runPosthorn } from '../posthorn.ts';
import { type Exim, startExim } from '../servers/exim.ts';
import { type MailSystem, startMailSystem } from '../servers/mail-system.ts';

const Printed = v.object({
  schema: v.literal(1),
  command: v.literal('compare'),
  ok: v.boolean(),
  a: ReportJson,
  b: ReportJson,
  differences: v.array(v.object({ path: v.string(), a: v.unknown(), b: v.unknown() })),
});

await describeWith(['postfix', 'dovecot', 'exim'], 'compare', () => {
  let system: MailSystem;
  let exim: Exim;
  beforeAll(async () => {
    system = await startMailSystem();
    exim = await startExim(system.folder, system.certificates);
  });
  afterAll(async () => {
    await exim.stop();
    await system.stop();
  });

  const at = (port: number): string => `127.0.0.1:${String(port)}`;
  async function compared(targets: readonly [string, string], ...more: string[]) {
    const args = ['compare', ...targets, '--ca', system.certificates.ca, '--json', ...more];
    const { status, stdout } = await runPosthorn(args);
    return { status, ...v.parse(Printed, JSON.parse(stdout)) };
  }

  test('Postfix and Exim: software and keywords differ, dates and names do not count', async () => {
    const { status, ok, differences } = await compared([at(system.postfix.port), at(exim.port)]);
    expect({ status, ok }).toEqual({ status: 0, ok: true });
    const paths = differences.map(({ path }) => path);
    for (const stage of ['plain', 'tls'])
      for (const keyword of ['SIZE', 'ENHANCEDSTATUSCODES', 'PRDR', 'HELP'])
        expect(paths).toContain(`ehlo.${stage}.${keyword}`);
    expect(differences).toContainEqual({ path: 'ehlo.plain.SIZE', a: ['10240000'], b: ['52428800'] });
    expect(differences).toContainEqual({
      path: 'greeting.text',
      a: expect.stringContaining('ESMTP Postfix') as string,
      b: expect.stringContaining('ESMTP Exim') as string,
    });
    expect(paths).not.toContain('ehlo.plain.PIPELINING');
    expect(paths.filter((path) => path.startsWith('tls.'))).toEqual([]);
  });

  test('a refusal that both give: its words are reported, its code is not', async () => {
    const asked = ['--from', 'a@x.test', '--to', 'reject@discard.test'];
    const { status, differences } = await compared([at(system.postfix.port), at(exim.port)], ...asked);
    expect(status).toBe(1);
    const reported = differences.filter(({ path }) => /^(?:error|sender|recipients)/.test(path));
    expect(reported.map(({ path }) => path)).toEqual(['recipients[0].text']);
  });

  test('Exim with itself: nothing', async () => {
    expect((await compared([at(exim.port), at(exim.port)])).differences).toEqual([]);
  });

  test('ports of one Postfix: STARTTLS beside implicit TLS, and one with TLS 1.2 alone', async () => {
    const { tlsPort, tls12Port, port } = system.postfix;
    const twin = await compared([at(port), `smtps://${at(tlsPort)}`]);
    expect(twin.differences.map(({ path }) => path)).toEqual(['target.port', 'target.security']);
    const old = await compared([`smtps://${at(tlsPort)}`, `smtps://${at(tls12Port)}`]);
    expect(old.differences).toContainEqual({ path: 'tls.version', a: 'TLSv1.3', b: 'TLSv1.2' });
    expect(old.differences.every(({ path }) => path.startsWith('t'))).toBe(true);
  });
});
