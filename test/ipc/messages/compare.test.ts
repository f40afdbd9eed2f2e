/** What a run sent beside a file of what arrived, through the whole app. */
import { expect, test } from 'vitest';
import { message, realApp, runToEnd } from '../real-app.ts';

test('compared as long as it is held; a run that is not known compares with nothing', async () => {
  const real = await realApp();
  try {
    const sent = 'From: a@x.test\r\nSubject: x\r\n\r\ny\r\n';
    const run = await runToEnd(real.client, message(real.address('smtp'), sent));
    const { handle } = await real.client.call('files.drop', {
      name: 'arrived.eml',
      bytes: Buffer.from(`Received: from x\r\n${sent}`),
    });
    const { comparison } = await real.client.call('messages.compare', { runId: run.runId, handle });
    expect(comparison).toMatchObject({ same: true, hops: 1, added: ['Received: from x'] });
    expect(await real.client.call('messages.compare', { runId: 'nobody', handle })).toEqual({ comparison: null });
    await expect(real.client.call('messages.compare', { runId: run.runId, handle: 'none' })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
  } finally {
    await real.close();
  }
});
