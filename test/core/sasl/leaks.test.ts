/**
 * No secret is reported, whatever the mechanism and whichever side: every form of it is looked for in the client's events, its report and
 * transcript, and in the server's events.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { asText, runCheck } from '../../harness/client-run.ts';
import { eventsOf, startFixture } from '../../server/fixture.ts';
import { makeCertificates } from '../../harness/certificates.ts';
import { ReportFold } from '../../../electron/core/report/fold.ts';
import { mechanisms } from '../../../electron/core/sasl/registry.ts';
import { reportJson } from '../../../electron/core/report/json.ts';
import { reportMarkdown } from '../../../electron/core/report/markdown.ts';
import { startScripted } from '../../harness/peers/scripted-server.ts';
import { userVerifiers } from '../../../electron/core/server/users/users.ts';

const user = 'ann';
/** Token mechanisms take printable ASCII alone; every character that URL encoding changes is in it. */
const secrets = { password: 'pass&w\u00f6rt geheim+1', token: 'ya29.tok~en/with+signs=', none: '' } as const;

const forms = (secret: string, responses: readonly string[]): string[] =>
  [secret, ...responses].flatMap((text) => {
    const octets = Buffer.from(text);
    const base64 = octets.toString('base64').replace(/=+$/, '');
    const inside = [1, 2].map((before) => {
      const shifted = Buffer.concat([Buffer.alloc(before), octets]).toString('base64');
      return shifted.slice(before + 1, Math.floor(((before + octets.length) * 8) / 6));
    });
    return [text, octets.toString('latin1'), base64, octets.toString('hex'), encodeURIComponent(text), ...inside];
  });

function expectNone(text: string, secret: string): void {
  const responses = [`\0${user}\0${secret}`, `user=${user}\x01auth=Bearer ${secret}\x01\x01`];
  for (const form of forms(secret, responses)) expect(text.toLowerCase()).not.toContain(form.toLowerCase());
}

beforeAll(makeCertificates);

describe.each(mechanisms.filter(({ secret, server }) => secret !== 'none' && server !== null))('$name', (mechanism) => {
  const secret = secrets[mechanism.secret];

  it.each(['right', 'wrong'])('with the %s secret: told nowhere, on neither side', async (which) => {
    const kept = which === 'right' ? secret : `${secret}x`;
    const fixture = await startFixture({
      listener: { security: 'starttls' },
      auth: { enabled: true, mechanisms: [mechanism.name] },
      overrides: {
        users: userVerifiers([{ user, password: kept }], {
          realm: 'mail.test',
          mechanisms: [mechanism.name],
          tokens: { kind: 'fixed', token: kept },
        }),
      },
    });
    const run = await runCheck({
      connection: {
        target: `127.0.0.1:${fixture.states[0]?.boundPort ?? 0}`,
        security: 'starttls',
        servername: 'localhost',
        ca: (await fixture.authority()).caPem,
      },
      auth: { user, password: secret, mechanisms: [mechanism.name] },
    });
    expect(run.of('auth')).toMatchObject([{ tried: { mechanism: mechanism.name, ok: which === 'right' }, user }]);
    expect(run.error?.code ?? null).toBe(which === 'right' ? null : 'auth-failed');
    const fold = new ReportFold('check');
    for (const event of run.events) fold.push(event);
    const report = await fold.report();
    const json = JSON.stringify(reportJson(report, { transcript: true }));
    for (const text of [run.text, json, reportMarkdown(report), asText(eventsOf(fixture.observed))]) {
      expectNone(text, secret);
      if (which === 'wrong') expectNone(text, kept);
    }
    // What is to be seen: the exchange, message by message.
    expect(json).toContain(`${mechanism.name}, client: `);
    if (mechanism.provesServer) expect(json).toContain(`${mechanism.name}, server: `);
    expect(
      eventsOf(fixture.observed).filter((event) => event.type === 'note' && event.note === 'sasl-message'),
    ).not.toEqual([]);
  });
});

describe('a server that packs the secret into what it says', () => {
  it.each(['password', 'token'] as const)('of a %s, in base64 inside JSON inside a challenge', async (kind) => {
    const secret = secrets[kind];
    const mechanism = kind === 'token' ? 'XOAUTH2' : 'PLAIN';
    for (const before of ['', 'x', 'xx']) {
      const said = Buffer.from(JSON.stringify({ before, status: '400', got: secret, scope: secret })).toString(
        'base64',
      );
      const server = await startScripted([
        { send: '220 mx.test\r\n' },
        { expect: '^EHLO' },
        { send: `250-mx.test\r\n250 AUTH ${mechanism}\r\n` },
        { expect: '^AUTH' },
        { send: `334 ${said}\r\n` },
        { expect: '' },
        { send: '535 no\r\n' },
        { tail: true },
      ]);
      const run = await runCheck({
        connection: { target: `127.0.0.1:${server.port}`, security: 'none' },
        auth: { user, password: secret, allowClear: true, mechanisms: [mechanism] },
      });
      await server.close();
      expect(run.error?.code).toBe('auth-failed');
      expectNone(run.text, secret);
    }
  });
});
