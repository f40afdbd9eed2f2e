/** The private servers themselves: two at once, stopped without a trace. */
import { access } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { describeWith } from './availability.ts';
import { startMailSystem } from './servers/mail-system.ts';
import { accepts } from './servers/ports.ts';

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
