/** What was sent beside what our own test server holds: the same octet by octet, and what a server put on top is told apart. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { arrivedOf } from '../../../electron/app/messages/arrival.ts';
import { TEMPLATE_IDS } from '../../../electron/protocol/facts/templates.ts';
import { check, message, realApp, runToEnd } from '../real-app.ts';

test('each ready-made message arrives as it was sent', async () => {
  const real = await realApp((config) => ({ ...config, bareLineEnds: 'keep' }));
  try {
    for (const id of TEMPLATE_IDS) {
      const { source, raw } = await real.client.call('messages.template', { id });
      const base = message(real.address('smtp'), '');
      const run = await runToEnd(real.client, { ...base, message: { kind: 'source', source, raw, fill: true } });
      const { arrived } = await real.client.call('messages.arrived', { runId: run.runId });
      expect(arrived, id).toMatchObject([{ same: true, added: '' }]);
      // Whoever compared with something else would see it.
      const events = run.events.map((event) =>
        event.type === 'body-end' ? { ...event, sha256: 'f'.repeat(64) } : event,
      );
      const other = await arrivedOf({ events, report: run.report }, await real.app.server.mailbox());
      expect(other).toMatchObject([{ same: false }]);
    }
  } finally {
    await real.close();
  }
}, 120_000);

test('what a server puts on top is told apart from what came', async () => {
  const sent = Buffer.from('Subject: x\r\n\r\ny\r\n');
  const top = 'Received: from client\r\n';
  const kept = Buffer.concat([Buffer.from(top), sent]);
  // In chunks that cut both.
  async function* octets(): AsyncGenerator<Uint8Array> {
    for (const octet of kept) yield Uint8Array.of(octet);
  }
  const mailbox = { summary: async () => ({ size: kept.length }), octets };
  const real = await realApp();
  try {
    const run = await runToEnd(real.client, message(real.address('smtp'), 'Subject: x\r\n\r\ny\r\n'));
    const sha256 = createHash('sha256').update(sent).digest('hex');
    expect(run.events.find((event) => event.type === 'body-end')).toMatchObject({ sha256, octets: sent.length });
    expect(await arrivedOf(run, mailbox)).toMatchObject([{ same: true, added: top, octets: kept.length }]);
  } finally {
    await real.close();
  }
});

test('a run that sent nothing has nothing there; an unknown one is named', async () => {
  const real = await realApp();
  try {
    const { runId } = await runToEnd(real.client, check(real.address('smtp')));
    expect(await real.client.call('messages.arrived', { runId })).toEqual({ arrived: [] });
    await expect(real.client.call('messages.arrived', { runId: 'nobody' })).rejects.toMatchObject({
      code: 'run-not-found',
    });
  } finally {
    await real.close();
  }
});
