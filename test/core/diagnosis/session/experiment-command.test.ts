/** The command of an experiment: all that the run was made with, the one change, quoted for a shell, and never a secret. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { type AskedFor, experimentCommand } from '../../../../electron/core/diagnosis/anew/command.ts';
import { connectionOptions } from '../../../../electron/protocol/options/connection.ts';
import { EXPERIMENTS } from '../../../../electron/protocol/values/session/experiment.ts';
import type { Target } from '../../../../electron/protocol/values/target.ts';

const target: Target = { host: 'mx.test', port: 2525, path: null, protocol: 'smtp', security: 'starttls' };
const asked: AskedFor = {
  connection: {
    target: 'mx.test:2525',
    security: 'starttls-if-offered',
    ehloName: 'client.test',
    family: 6,
    proxy: 'socks5://user@proxy.test:1080',
    ca: '-----BEGIN CERTIFICATE-----',
    xclient: { ADDR: '192.0.2.1' },
    tlsMin: 'TLSv1.2',
    insecure: true,
    timeouts: { reply: 5000 },
  },
  auth: {
    user: "o'neil $HOME `id`",
    mechanisms: ['PLAIN', 'LOGIN'],
    initialResponse: false,
    channelBinding: 'tls-unique',
  },
  envelope: { from: '', to: ['b@rcpt.test'] },
};
const of = (id: (typeof EXPERIMENTS)[number], more: Partial<AskedFor> = {}) =>
  experimentCommand(id, target, { ...asked, ...more }, 'b@rcpt.test') ?? '';
/** As a shell reads it. */
const words = (command: string): string[] =>
  execFileSync('sh', ['-c', `for word in ${command}; do printf '%s\\n' "$word"; done`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');

describe('the commands of experiments', () => {
  test('carry the options of the run', () => {
    const read = words(of('with-starttls'));
    expect(read.slice(0, 3)).toEqual(['posthorn', 'check', 'mx.test:2525']);
    for (const pair of [
      ['--security', 'starttls'],
      ['--ehlo', 'client.test'],
      ['--family', '6'],
      ['--proxy', 'socks5://user@proxy.test:1080'],
      ['--ca', 'FILE'],
      ['--xclient', 'ADDR=192.0.2.1'],
      ['--tls-min', 'TLSv1.2'],
      ['--user', "o'neil $HOME `id`"],
      ['--password-env', 'NAME'],
      ['--auth', 'PLAIN,LOGIN'],
      ['--initial-response', 'off'],
      ['--channel-binding', 'tls-unique'],
      ['--from', '<>'],
      ['--to', 'b@rcpt.test'],
    ])
      expect(read.join('\0'), pair.join(' ')).toContain(pair.join('\0'));
    expect(read).toContain('--insecure');
    expect(read.filter((word) => word === '--security')).toHaveLength(1);
  });

  test('make the one change', () => {
    expect(words(of('implicit-tls')).slice(2, 5)).toEqual(['mx.test:465', '--security', 'tls']);
    expect(words(of('port-587')).slice(2, 5)).toEqual(['mx.test:587', '--security', 'starttls']);
    expect(of('other-family')).toContain('--family 4');
    expect(of('other-family')).not.toContain('--family 6');
    expect(of('other-hello')).toContain('--ehlo NAME');
    expect(of('other-hello')).not.toContain('client.test');
    expect(of('other-mechanism')).toContain('--try-all-mechanisms');
    expect(of('other-mechanism')).not.toContain('--auth ');
    expect(of('without-pipelining')).toMatch(/^posthorn send .*--pipelining off --dry-run$/);
    expect(of('other-login')).toContain('--user USER --password-env NAME');
    expect(of('other-login')).not.toContain('neil');
    expect(of('as-lmtp')).toMatch(/--protocol lmtp/);
    expect(of('as-smtp', { connection: { target: 'lmtp://mx.test:2525', protocol: 'lmtp' } })).toMatch(
      /^posthorn check mx\.test:2525 .*--protocol smtp/,
    );
    expect(of('as-smtp', { connection: { target: 'mx.test:2525', protocol: 'lmtp' } })).not.toContain('lmtp');
    expect(of('with-login', { auth: null })).toContain('--user USER --password-env NAME');
    expect(of('later', { auth: null })).not.toContain('--user');
  });

  test('to another server take along nothing of this one, above all no login', () => {
    const command = of('ask-mx');
    expect(command).toMatch(/^posthorn check rcpt\.test --mx /);
    for (const word of ['--user', '--ca', '--insecure', '--xclient', 'mx.test']) expect(command).not.toContain(word);
    expect(experimentCommand('ask-mx', target, asked, null)).toBeNull();
  });

  test('know every option, and hold none of a file’s text', () => {
    const given = Object.fromEntries(
      Object.entries(connectionOptions).map(([key, option]) => [key, 'value' in option ? 'x' : true]),
    );
    const command = of('later', { connection: { ...given, target: 'mx.test', mx: false } });
    const own = ['security', 'timeout', 'quit-after', 'drop-after', 'every-address', 'mx', 'xclient', 'xforward'];
    for (const { name } of Object.values(connectionOptions))
      if (!own.includes(name) && name !== 'client-key') expect(command, name).toContain(`--${name}`);
    for (const id of EXPERIMENTS) expect(of(id)).not.toContain('BEGIN');
  });

  test('are none where a value has what nobody sees', () => {
    expect(experimentCommand('later', target, { ...asked, auth: { user: 'a\u202eb' } }, null)).toBeNull();
  });
});
