/** A secret is sent once and told never: not by us, and not when the server repeats it in whatever form. */
import { describe, expect, it } from 'vitest';
import { type ScriptStep, startScripted } from '../../../harness/peers/scripted-server.ts';
import { SecretScrubber } from '../../../../electron/core/smtp/connection/scrub.ts';
import { runCheck } from '../../../harness/client-run.ts';

const password = 'hunter2&Grün geheim';
const encoded = Buffer.from(`\0user\0${password}`).toString('base64');

/** Every form in which a server, or a careless program, might write it. */
const forms = [
  password,
  Buffer.from(password).toString('latin1'),
  Buffer.from(password).toString('base64'),
  Buffer.from(password).toString('base64').replace(/=+$/, ''),
  Buffer.from(password).toString('hex'),
  encodeURIComponent(password),
  encoded,
  Buffer.from(`\0user\0${password}`).toString('hex'),
];

const greeting: ScriptStep[] = [{ send: '220 mx.test\r\n' }, { expect: '^EHLO' }];

async function login(script: readonly ScriptStep[], more: object = {}) {
  const server = await startScripted([...greeting, ...script, { tail: true }]);
  const run = await runCheck({
    connection: { target: `127.0.0.1:${server.port}`, security: 'none' },
    auth: { user: 'user', password, allowClear: true, ...more },
  });
  await server.close();
  return { ...run, recorded: server.recorded };
}

const nowhere = (text: string) => {
  for (const form of forms) expect(text.toLowerCase()).not.toContain(form.toLowerCase());
};

describe('hidden in what we send', () => {
  it('with PLAIN: the initial response, with its length', async () => {
    const run = await login([
      { send: '250-mx\r\n250 AUTH PLAIN\r\n' },
      { expect: '^AUTH PLAIN \\S+$' },
      { send: '235 ok\r\n' },
    ]);
    expect(run.recorded.lines).toContain(`AUTH PLAIN ${encoded}`);
    const line = run.of('line').find(({ hidden }) => hidden !== null);
    expect(line).toMatchObject({
      text: 'AUTH PLAIN',
      raw: null,
      hidden: { what: 'password', octets: encoded.length + 1 },
    });
    nowhere(run.text);
  });

  it('with LOGIN: the password line, while the user name may be shown', async () => {
    const run = await login([
      { send: '250-mx\r\n250 AUTH LOGIN\r\n' },
      { expect: '^AUTH LOGIN$' },
      { send: '334 VXNlcm5hbWU6\r\n' },
      { expect: '^dXNlcg==$' },
      { send: '334 UGFzc3dvcmQ6\r\n' },
      { expect: `^${Buffer.from(password).toString('base64')}$` },
      { send: '235 ok\r\n' },
    ]);
    expect(run.error).toBeNull();
    nowhere(run.text);
  });
});

describe('masked in what the server says', () => {
  it.each(forms)('as %j, in the reply, the outcome and the lines', async (form) => {
    const reply = [`535-5.7.8 wrong: ${form}`, `535 5.7.8 (${form})`].join('\r\n');
    const run = await login([{ send: '250-mx\r\n250 AUTH PLAIN\r\n' }, { expect: '^AUTH' }, { send: `${reply}\r\n` }]);
    expect(run.error).toMatchObject({ code: 'auth-failed', reply: { code: 535, enhancedCode: '5.7.8' } });
    nowhere(run.text);
    expect(run.text).toContain('wrong: **');
    expect(
      run.of('line').filter(({ direction, hidden }) => direction === 'received' && hidden?.what === 'secret'),
    ).toHaveLength(2);
  });

  it('in a line that was cut off, in an unreadable one, and in one too long', async () => {
    const ends: ScriptStep[][] = [
      [{ send: `535 wrong ${encoded}` }, { close: 'fin' }],
      [{ send: `you said AUTH PLAIN ${encoded}\r\n` }],
      [{ send: `535 ${encoded} ${'x'.repeat(10_000)}\r\n` }],
    ];
    for (const end of ends) {
      const run = await login([{ send: '250-mx\r\n250 AUTH PLAIN\r\n' }, { expect: '^AUTH' }, ...end]);
      expect(run.error).not.toBeNull();
      nowhere(run.text);
    }
  });

  it('in the EHLO after the log-in', async () => {
    const run = await login([
      { send: '250-mx\r\n250 AUTH PLAIN\r\n' },
      { expect: '^AUTH' },
      { send: '235 ok\r\n' },
      { expect: '^EHLO' },
      { send: `250-mx\r\n250 X-DEBUG ${password}\r\n` },
    ]);
    expect(run.of('capabilities').at(-1)?.ehlo.lines[1]).toMatch(/^X-DEBUG \*+/);
    nowhere(run.text);
  });
});

describe('the scrubber', () => {
  const scrub = (secret: string, text: string) => {
    const scrubber = new SecretScrubber();
    scrubber.addSecret(secret);
    return Buffer.from(scrubber.scrub(Buffer.from(text)).bytes).toString();
  };

  it('knows an encoded form that came back cut off', () => {
    const long = 'a rather long token, longer than a line of it';
    const form = Buffer.from(long).toString('base64');
    expect(scrub(long, `535 ${form.slice(0, 30)}...`)).toBe(`535 ${'*'.repeat(30)}...`);
  });

  it('leaves ordinary text alone, and what is too short to be told from it', () => {
    expect(scrub('hunter2', '250 mx.test at your service')).toBe('250 mx.test at your service');
    expect(scrub('ok', '250 ok')).toBe('250 ok');
  });

  it('gives back the same octets when nothing was found', () => {
    const octets = Buffer.from('250 ok');
    expect(new SecretScrubber().scrub(octets)).toEqual({ bytes: octets, masked: 0 });
  });
});
