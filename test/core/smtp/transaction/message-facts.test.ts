/** The look that a message gets before it is sent: it holds up nothing else, however large the message, and can be cancelled. */
import { expect, test } from 'vitest';
import { countMessage } from '../../../../electron/core/smtp/plan/message-facts.ts';
import { generatedSource, sourceFromBytes } from '../../../../electron/core/smtp/plan/message-source.ts';

const large = () => sourceFromBytes(Buffer.alloc(4_194_304, 'a line of a message\r\n'), 'normalise');

test('others have their turn while a large message in memory is looked at', async () => {
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    timer = setImmediate(turn);
  };
  let timer = setImmediate(turn);
  const counted = await countMessage(large(), new AbortController().signal);
  clearImmediate(timer);
  expect(counted).toMatchObject({ ok: true, value: { eightBit: false } });
  expect(turns).toBeGreaterThan(2);
});

test('a cancel in the middle of it is heard', async () => {
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  expect(await countMessage(large(), controller.signal)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
});

test('what is constant and clean goes out as it is', async () => {
  const { signal } = new AbortController();
  expect(await countMessage(generatedSource(2_000), signal)).toMatchObject({
    ok: true,
    value: { octets: 2_000, asIs: true },
  });
  const source = generatedSource(2_000);
  const changing = { size: source.size, lineEnds: source.lineEnds, open: () => source.open() };
  expect(await countMessage(changing, signal)).toMatchObject({ ok: true, value: { asIs: false } });
});
