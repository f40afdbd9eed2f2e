/** The private servers themselves: two at once, stopped without a trace. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWith } from './availability.ts';
import { startMailSystem } from './servers/mail-system.ts';
import { accepts } from './servers/ports.ts';
import { makeStateFolder } from './servers/state.ts';

await describeWith(['postfix', 'dovecot'], 'private servers', () => {
  test('two mail systems run at once, and stopping leaves nothing behind', async () => {
    const [one, two] = await Promise.all([startMailSystem(), startMailSystem()]);
    const endpoints = [one, two].flatMap(({ postfix, dovecot }) => [
      ...[postfix.port, postfix.clearAuthPort, postfix.submissionPort, postfix.tlsPort].map((port) => ({ port })),
      { port: dovecot.lmtpPort },
      { path: dovecot.lmtpSocket },
    ]);
    expect(await Promise.all(endpoints.map(accepts))).toEqual(endpoints.map(() => true));
    await Promise.all([one.stop(), two.stop()]);
    expect(await Promise.all(endpoints.map(accepts))).toEqual(endpoints.map(() => false));
    await expect(access(one.folder)).rejects.toThrow('ENOENT');
  });
});

test.runIf(process.platform === 'linux')('what a killed run left behind is ended and removed by the next', async () => {
  // A process that has ended and been waited for: the owner that did not clean up.
  const owner = spawn(process.execPath, ['-e', '']);
  await once(owner, 'exit');
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-interop-'));
  await mkdir(join(folder, 'pids'));
  const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', folder], { detached: true });
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
  await Promise.all([once(server, 'spawn'), once(stranger, 'spawn')]);
  const ended = once(server, 'exit') as Promise<[number | null, string | null]>;
  for (const { pid } of [server, stranger]) await writeFile(join(folder, 'pids', String(pid)), '');
  await writeFile(join(folder, 'owner'), String(owner.pid));

  const next = await makeStateFolder();
  expect((await ended)[1]).toBe('SIGKILL');
  await expect(access(folder)).rejects.toThrow('ENOENT');
  // Its number stood there too, but it is not ours: the number had been given away again.
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill('SIGKILL');
  await next.remove();
});
