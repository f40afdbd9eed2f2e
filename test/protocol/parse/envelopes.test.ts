/** An envelope by the domains of its recipients, and the reports that stand after an address. */
import { expect, test } from 'vitest';
import { byDomain } from '../../../electron/protocol/parse/addresses/envelopes.ts';
import { reportsText, splitReports } from '../../../electron/protocol/parse/addresses/recipient-reports.ts';
import { parseRecipients } from '../../../electron/protocol/parse/addresses/recipients.ts';

test('each domain once, in any case and alphabet, recipients in their order, reports at their new places', () => {
  const split = byDomain({
    from: 'a@x.test',
    to: [
      'b@one.test',
      'c@[192.0.2.1]',
      'd@ONE.test',
      'e@exämple.test',
      'f@xn--exmple-cua.test',
      'postmaster',
      'g@[IPv6:2001:db8::1]',
    ],
    maxRecipients: 2,
    perRecipient: [
      { index: 2, notify: ['never'] },
      { index: 3, orcpt: 'rfc822;x' },
    ],
  });
  expect(split.without).toEqual(['postmaster']);
  expect(split.domains.map(({ domain, envelope }) => [domain, envelope.to])).toEqual([
    ['one.test', ['b@one.test', 'd@ONE.test']],
    ['[192.0.2.1]', ['c@[192.0.2.1]']],
    ['xn--exmple-cua.test', ['e@exämple.test', 'f@xn--exmple-cua.test']],
    ['[2001:db8::1]', ['g@[IPv6:2001:db8::1]']],
  ]);
  expect(split.domains[0]?.envelope.perRecipient).toEqual([{ index: 1, notify: ['never'] }]);
  expect(split.domains[1]?.envelope).toEqual({ from: 'a@x.test', to: ['c@[192.0.2.1]'], maxRecipients: 2 });
});

test.each([
  ['a@x.test', 'a@x.test', null],
  ['a@x.test NOTIFY=SUCCESS,delay', 'a@x.test', { notify: ['success', 'delay'] }],
  ['a@x.test\tORCPT=rfc822;o+2Bp@x.test  notify=never ', 'a@x.test', { notify: ['never'], orcpt: 'rfc822;o+p@x.test' }],
  ['a@x.test NOTIFY=BOGUS', 'a@x.test NOTIFY=BOGUS', null],
  ['a@x.test NOTIFY=NEVER NOTIFY=NEVER', 'a@x.test NOTIFY=NEVER', { notify: ['never'] }],
  ['NOTIFY=NEVER', 'NOTIFY=NEVER', null],
])('%j is %j with %j', (typed, text, reports) => {
  expect(splitReports(typed)).toEqual({ text, reports });
});

test('what was read is written so that it is read again', () => {
  const reports = { notify: ['failure' as const], orcpt: 'rfc822;a+b=c@x.test' };
  expect(splitReports(`a@x.test${reportsText(reports)}`)).toEqual({ text: 'a@x.test', reports });
});

test('of pasted recipients too, line by line', () => {
  const pasted = parseRecipients(
    'RCPT TO:<a@x.test> NOTIFY=SUCCESS,FAILURE\nb@x.test, c@x.test NOTIFY=NEVER\nd@x.test\ne@x.test NOTIFY=WHAT',
  );
  expect(pasted.addresses.slice(0, 4)).toEqual(['a@x.test', 'b@x.test', 'c@x.test', 'd@x.test']);
  expect(pasted.reports).toEqual([
    { index: 0, notify: ['success', 'failure'] },
    { index: 1, notify: ['never'] },
    { index: 2, notify: ['never'] },
  ]);
  expect(pasted.doubtful.join()).toContain('NOTIFY=WHAT');
});

test('ten thousand recipients are read, each once', () => {
  const text = Array.from({ length: 10_000 }, (_, at) => `Erika <user${at}@d${at % 50}.example> NOTIFY=FAILURE`).join(
    '\n',
  );
  const { addresses, reports } = parseRecipients(text);
  const { domains } = byDomain({ from: '', to: [...addresses], perRecipient: [...reports] });
  expect([addresses.length, reports.length, domains.length]).toEqual([10_000, 10_000, 50]);
});
