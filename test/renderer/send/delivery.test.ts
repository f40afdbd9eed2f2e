/** What is asked for besides sender and recipients: from fields to the envelope and back, and as the command that does the same. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { envelopeFrom } from '../../../electron/cli/arguments/envelope.ts';
import { sendCommand } from '../../../electron/cli/definitions/send.ts';
import { sendValues } from '../../cli/given.ts';
import { sendCommandText, type SendAsked } from '../../../electron/texts/copy-as/option-words.ts';
import {
  askedDelivery,
  deliveryNames,
  deliveryTyped,
  type DeliveryTyped,
  deliveryWords,
  neededKeywords,
  readDelivery,
  usualDelivery,
} from '../../../renderer/features/send/delivery/delivery-fields.ts';

const everything: DeliveryTyped = {
  notify: 'success,failure',
  ret: 'hdrs',
  envid: 'id-1',
  orcpt: 'rfc822',
  smtputf8: true,
  body: '8bitmime',
  statedSize: '1000',
  mailOptions: 'X-A=1 X-B',
  rcptOptions: 'X-C',
  requiretls: true,
  deliverBy: '120;R',
  mtPriority: '-3',
  holdFor: '60',
  holdUntil: '',
  rrvs: '2020-01-31T08:00:00Z',
  verp: '+=',
  forceExtensions: true,
  chunking: '4096',
  pipelining: 'off',
  maxRecipients: '50',
};

test('as usual: nothing is asked for', () => {
  expect(askedDelivery(usualDelivery())).toEqual({});
  expect(deliveryWords(usualDelivery())).toBe('');
  expect(neededKeywords(usualDelivery())).toEqual([]);
});

test('every field comes back from the envelope as it was typed', () => {
  expect(Object.keys(everything).sort()).toEqual([...deliveryNames].sort());
  expect(deliveryTyped(askedDelivery(everything))).toEqual(everything);
  expect(askedDelivery(everything)).toMatchObject({
    dsn: { notify: ['success', 'failure'], ret: 'hdrs' },
    mtPriority: -3,
    chunking: 4096,
    mailOptions: ['X-A=1', 'X-B'],
  });
  expect(new Set(neededKeywords(everything))).toEqual(
    new Set([
      'DSN',
      'SIZE',
      'SMTPUTF8',
      '8BITMIME',
      'REQUIRETLS',
      'DELIVERBY',
      'MT-PRIORITY',
      'FUTURERELEASE',
      'RRVS',
      'XVERP',
      'CHUNKING',
    ]),
  );
});

test.each([
  ['mtPriority', '10'],
  ['mtPriority', 'high'],
  ['holdFor', '0'],
  ['holdFor', '1.5'],
  ['chunking', 'always'],
  ['notify', 'sometimes'],
] as const)('%s %s is said to be wrong, and is not sent', (name, text) => {
  expect(readDelivery(name, text)).toHaveProperty('wrong');
  expect(askedDelivery({ ...usualDelivery(), [name]: text })).toEqual({});
});

const asked: SendAsked = {
  connection: { target: 'mx.test:2525', security: 'starttls', ehloName: 'client.test' },
  auth: { user: "o'neil", mechanisms: ['PLAIN'] },
  envelope: { from: '', to: ['-dash@x.test', 'b c@x.test'], ...askedDelivery(everything) },
  message: { kind: 'generated', octets: 4096 },
  template: null,
  dryRun: false,
};
const words = (command: string): string[] =>
  execFileSync('sh', ['-c', `for word in ${command}; do printf '%s\\n' "$word"; done`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');

test('the command is read by our own command line as the same envelope', () => {
  const [program, name, ...args] = words(sendCommandText(asked) ?? '');
  expect([program, name]).toEqual(['posthorn', sendCommand.name]);
  const [, ...options] = args;
  expect(envelopeFrom(sendValues(...options))).toEqual(asked.envelope);
  expect(args).toContain('--size');
  expect(args.join(' ')).toContain('--password-env NAME');
});

test('a message that stands in the window, or in a file, is a file in the command; characters that nobody sees make none', () => {
  const source = { kind: 'source', source: 'x', raw: false, fill: true } as const;
  expect(sendCommandText({ ...asked, message: source })).toContain('--data FILE.eml');
  expect(sendCommandText({ ...asked, message: source, template: 'gtube' })).toContain('--template gtube');
  expect(sendCommandText({ ...asked, dryRun: true })).not.toContain('--size');
  const composed = { kind: 'composed', subject: 'a\u202eb', text: 't', html: null } as const;
  expect(sendCommandText({ ...asked, message: composed })).toBeNull();
});
