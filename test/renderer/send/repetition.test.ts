/** How often a send test sends, as typed: what is wrong of it, and what it comes to. */
import { expect, test } from 'vitest';
import { leadsHere } from '../../../electron/protocol/parse/loopback.ts';
import { RepetitionForm, repetitionWords } from '../../../renderer/features/send/delivery/repetition.svelte.ts';

test('once by itself; what cannot be used is named, and counts as usual', () => {
  const form = new RepetitionForm();
  expect(form.asked).toEqual({ count: 1, concurrency: 1, pause: 0 });
  form.fill({ messages: '100', connections: '5', pause: '2' });
  expect(form.asked).toEqual({ count: 100, concurrency: 5, pause: 2 });
  expect(repetitionWords(form.asked)).toBe('100 messages, 5 at a time, 2 s between two');
  form.fill({ messages: '3', connections: '5', pause: '0' });
  expect(repetitionWords(form.asked)).toBe('3 messages, 3 at a time');
  for (const messages of ['0', '', '10001', '1.5', '-1', '1e3', 'x']) {
    form.fill({ messages, connections: '1', pause: '0' });
    expect([messages, form.wrong, form.asked.count]).toEqual([messages, 'Messages: a whole number from 1 to 10000', 1]);
  }
  form.fill({ messages: '2', connections: '21', pause: '0' });
  expect(form.wrong).toBe('Connections at a time: a whole number from 1 to 20');
  form.fill();
  expect([form.wrong, repetitionWords(form.asked)]).toEqual([null, '']);
});

test('several connections at a time are for this machine alone', () => {
  for (const target of ['localhost', '127.0.0.1:2525', '127.9.9.9', '[::1]:25', 'smtps://localhost', '/run/lmtp'])
    expect([target, leadsHere({ target })]).toEqual([target, true]);
  for (const target of ['mx.test', '192.0.2.1', 'localhost.example.org', '10.0.0.1', '', 'a b'])
    expect([target, leadsHere({ target })]).toEqual([target, false]);
  expect(leadsHere({ target: 'localhost', mx: true })).toBe(false);
  expect(leadsHere({ target: 'localhost', proxy: 'socks5://127.0.0.1:1080' })).toBe(false);
});
