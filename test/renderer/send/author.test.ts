/** Whose domain a signature of a send test is to be of: that of the From which its reader sees. */
import { expect, test } from 'vitest';
import { authorDomain } from '../../../renderer/features/send/message/author.ts';

const sender = 'bounces@mail.example.org';
const written = {
  kind: 'composed' as const,
  headers: '',
  source: { source: '' },
};

test('the From that was typed, else the sender of the envelope', () => {
  expect(authorDomain(written, sender)).toBe('mail.example.org');
  expect(authorDomain({ ...written, headers: 'X-Own: yes\nfrom : Ann\n <ann@Example.COM>' }, sender)).toBe(
    'example.com',
  );
  expect(authorDomain({ ...written, headers: 'From: nobody' }, sender)).toBe('mail.example.org');
  expect(authorDomain(written, '')).toBe('');
  expect(authorDomain({ ...written, headers: 'From: ann@example.com' }, '')).toBe('example.com');
});

test('of a ready-made message the From of its header, and none of its body; a variable is the envelope’s', () => {
  const of = (source: string) => authorDomain({ ...written, kind: 'template', source: { source } }, sender);
  expect(of('Content-Type: text/plain\r\nFrom: Ann <ann@example.com>\r\n\r\nx')).toBe('example.com');
  expect(of('From: <{{from}}>\n\nFrom: ann@example.com\n')).toBe('mail.example.org');
  expect(of('Subject: x\n\nFrom: ann@example.com\n')).toBe('mail.example.org');
  // What is typed for a message written here is not part of it.
  expect(authorDomain({ ...written, kind: 'template', headers: 'From: ann@example.com' }, sender)).toBe(
    'mail.example.org',
  );
});
