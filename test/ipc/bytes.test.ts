/** Octets arrive as they were, alone, whatever carries them. */
import { serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeJson, encodeJson } from '../../electron/ipc/json-codec.ts';
import { withOwnBuffers } from '../../electron/main/transport/own-buffers.ts';
import { fakeHost } from './fake-host.ts';
import { localClient } from './local-transport.ts';
import { message, realApp, runToEnd } from './real-app.ts';

const every = Uint8Array.from({ length: 256 }, (_, octet) => octet);

describe('as JSON', () => {
  test('any octets and any values survive', () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.uint8Array(),
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value')),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('value'), { noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(value, (original) => {
        expect(decodeJson(encodeJson(original))).toEqual(original);
      }),
    );
  });

  test('a Buffer is octets, not an object with a list of numbers', () => {
    expect(encodeJson({ raw: Buffer.from('hi') })).toBe('{"raw":{"$bytes":"aGk="}}');
    expect(decodeJson(encodeJson(Buffer.from(every)))).toEqual(every);
  });

  test('what is not base64 is refused', () => {
    expect(() => decodeJson('{"$bytes":"%%%%"}')).toThrow(SyntaxError);
    expect(() => decodeJson('{"$bytes":"abc"}')).toThrow(SyntaxError);
  });
});

test('octets cut from a larger buffer do not take their neighbours along', () => {
  const neighbours = Buffer.from('....the neighbour is a secret....hello....');
  const cut = neighbours.subarray(33, 38);
  expect(serialize(cut.subarray()).includes('secret')).toBe(false);
  expect(structuredClone(cut).buffer.byteLength).toBeGreaterThan(5);
  const own = withOwnBuffers({ events: [{ raw: cut }] }) as { events: { raw: Uint8Array }[] };
  expect(own.events[0]?.raw).toEqual(new Uint8Array(Buffer.from('hello')));
  expect(own.events[0]?.raw.buffer.byteLength).toBe(5);
  expect(Buffer.from(structuredClone(own).events[0]!.raw.buffer).toString()).toBe('hello');
});

test('a slice of a message arrives as Uint8Array with every octet', async () => {
  const { host } = fakeHost({
    'mailbox.source': ({ offset, length }) => ({
      size: 256,
      offset,
      bytes: Buffer.from(every).subarray(offset, offset + length),
    }),
  });
  const { bytes } = await localClient(host).call('mailbox.source', { id: 'm1', offset: 10, length: 200 });
  expect(bytes).toBeInstanceOf(Uint8Array);
  expect(bytes).toEqual(every.slice(10, 210));
});

test('what is sent is what the mailbox gives back, in slices', async () => {
  const real = await realApp();
  try {
    const lines = Array.from({ length: 3000 }, (_, line) => `${'.'.repeat(line % 4)}line ${line} ü`);
    const text = ['Subject: bytes', '', ...lines, ''].join('\r\n');
    const run = await runToEnd(real.client, message(real.address('smtp'), text));
    expect(run.report).toMatchObject({ ok: true, delivery: 'all' });
    const { messages } = await real.client.call('mailbox.list', { offset: 0, limit: 10, search: '' });
    const { id } = messages[0]!;
    const chunks: Uint8Array[] = [];
    let size = 1;
    for (let offset = 0; offset < size; offset += 7001) {
      const slice = await real.client.call('mailbox.source', { id, offset, length: 7001 });
      size = slice.size;
      chunks.push(slice.bytes);
    }
    expect(Buffer.concat(chunks).toString('utf8')).toContain(text);
    expect(Buffer.concat(chunks).length).toBe(size);
  } finally {
    await real.close();
  }
});
