/** A send test as a draft and back: whatever stands in its fields, of use or not, the password excepted. */
import { expect, test } from 'vitest';
import { createClient } from '../../../electron/ipc/client.ts';
import { SendDraftSchema } from '../../../electron/protocol/values/app/outgoing.ts';
import { AppState } from '../../../renderer/app/app.svelte.ts';
import { InspectorState } from '../../../renderer/features/inspector/inspector.svelte.ts';
import { draftOf, fillFrom } from '../../../renderer/features/send/draft-form.ts';
import { SendState } from '../../../renderer/features/send/send.svelte.ts';
import { TestServerState } from '../../../renderer/features/server/server.svelte.ts';
import { fakeTransport } from '../fake/transport.ts';
import * as v from 'valibot';

function emptySend(): SendState {
  const app = new AppState(createClient(fakeTransport({ messages: 1, pace: 0 })));
  return new SendState(app, new InspectorState(app), new TestServerState(app));
}

test('what cannot be used is there again too', () => {
  const send = emptySend();
  send.form.target = 'mail example';
  send.form.user = 'ann';
  send.form.password = 'S3cret!';
  send.envelope.to = 'not an address, ';
  Object.assign(send.message, {
    kind: 'generated',
    octets: 'many',
    html: '<p>aside</p>',
    withHtml: false,
    headers: 'no field',
  });
  Object.assign(send.delivery.typed, { mtPriority: 'high', envid: 'kept' });
  expect(send.delivery.wrong).not.toBeNull();
  const draft = v.parse(SendDraftSchema, draftOf(send));
  expect(JSON.stringify(draft)).not.toContain('S3cret!');
  const again = emptySend();
  fillFrom(again, { draft, attachments: [], messageFile: null, gone: [] });
  expect(draftOf(again)).toEqual(draft);
  expect(again.message).toMatchObject({
    kind: 'generated',
    octets: 'many',
    html: '<p>aside</p>',
    withHtml: false,
    headers: 'no field',
  });
  expect(again.delivery.typed).toEqual(send.delivery.typed);
  expect(again.form).toMatchObject({ target: 'mail example', user: 'ann', password: '' });
});

test('a signature for the author’s own domain goes on following the author; one that was typed stays', () => {
  for (const [typed, after] of [
    [null, 'example.net'],
    ['other.example', 'other.example'],
  ] as const) {
    const send = emptySend();
    send.envelope.from = 'ann@example.com';
    send.message.dkim.chosen = 'key';
    if (typed !== null) send.message.dkim.domain = typed;
    const again = emptySend();
    fillFrom(again, { draft: draftOf(send), attachments: [], messageFile: null, gone: [] });
    expect(again.message.dkim.domain).toBe(typed ?? 'example.com');
    again.envelope.from = 'ann@example.net';
    expect(again.message.dkim.domain).toBe(after);
  }
});
