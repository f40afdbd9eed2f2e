/** Each ready-made message, sent by our client to our server: what arrives is what was made, octet by octet. */
import { expect, test } from 'vitest';
import { composeMessage } from '../../../electron/core/message/build.ts';
import { templateSource } from '../../../electron/core/message/templates/templates.ts';
import type { MessageSource } from '../../../electron/core/smtp/types.ts';
import { TEMPLATE_IDS, templates } from '../../../electron/protocol/facts/templates.ts';
import { runSend } from '../../harness/client-run.ts';
import { startFixture } from '../fixture.ts';

const envelope = { from: 'anna@example.org', to: ['ben@example.net'] };

const octetsOf = async (message: MessageSource): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
};

test('every template arrives as it was made, and nothing besides', async () => {
  const fixture = await startFixture({ config: { bareLineEnds: 'keep' } });
  const target = `127.0.0.1:${fixture.server.listeners()[0]?.boundPort ?? 0}`;
  const sent: Buffer[] = [];
  for (const id of TEMPLATE_IDS) {
    const raw = templates[id].lineEnds === 'raw';
    const message = await composeMessage({ kind: 'source', source: templateSource(id), raw, fill: true }, envelope);
    sent.push(await octetsOf(message));
    const smtputf8 = templates[id].keyword === 'SMTPUTF8';
    const { error, delivery } = await runSend({
      connection: { target, security: 'none' },
      envelope: { ...envelope, ...(smtputf8 ? { smtputf8 } : {}) },
      message,
    });
    expect({ id, error, delivery }).toEqual({ id, error: null, delivery: 'all' });
  }
  const arrived = await fixture.stored();
  expect(arrived).toHaveLength(TEMPLATE_IDS.length);
  for (const [index, { data }] of arrived.entries()) {
    const octets = sent[index] ?? Buffer.alloc(0);
    expect(data.equals(octets), TEMPLATE_IDS[index]).toBe(true);
  }
});

test('made up to a size: exactly so many octets, below the trace lines', async () => {
  const fixture = await startFixture();
  const target = `127.0.0.1:${fixture.server.listeners()[0]?.boundPort ?? 0}`;
  const message = await composeMessage({ kind: 'generated', octets: 12_345 }, envelope);
  const { delivery } = await runSend({ connection: { target, security: 'none' }, envelope, message });
  expect(delivery).toBe('all');
  const octets = await octetsOf(message);
  expect(octets).toHaveLength(12_345);
  const [arrived] = await fixture.stored();
  expect(arrived?.data.subarray(-12_345).equals(octets)).toBe(true);
});
