/** Reports of single recipients: chosen in rows, they stand behind the addresses as RCPT has them, and nothing else that was typed is lost. */
import { describe, expect, test } from 'vitest';
import { withWord } from '../../../renderer/features/send/delivery/delivery-fields.ts';
import { EnvelopeForm } from '../../../renderer/features/send/envelope/envelope.svelte.ts';
import { reportRows } from '../../../renderer/features/send/envelope/report-rows.ts';

function typed(to: string): EnvelopeForm {
  const form = new EnvelopeForm();
  form.from = 'a@x.test';
  form.to = to;
  return form;
}

describe('one recipient’s reports', () => {
  test('stand behind its address, each recipient in its own line', () => {
    const form = typed('Ann <ann@x.test>, ben@x.test; cid@x.test');
    expect(form.setReports(1, { notify: ['success', 'delay'], orcpt: 'rfc822;b+c=d e@y.test' })).toBe(true);
    expect(form.to).toBe('ann@x.test\nben@x.test NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b+2Bc+3Dd+20e@y.test\ncid@x.test');
    expect(form.complete({}).perRecipient).toEqual([
      { index: 1, notify: ['success', 'delay'], orcpt: 'rfc822;b+c=d e@y.test' },
    ]);
  });

  test('of a line with several addresses: each keeps what stood behind them, but the one', () => {
    const form = typed('ann@x.test, ben@x.test NOTIFY=NEVER');
    form.setReports(0, { notify: ['failure'] });
    expect(form.to).toBe('ann@x.test NOTIFY=FAILURE\nben@x.test NOTIFY=NEVER');
  });

  test('nothing chosen leaves nothing; and all are taken away at once', () => {
    const form = typed('ann@x.test NOTIFY=SUCCESS ORCPT=rfc822\nben@x.test NOTIFY=DELAY');
    form.setReports(0, {});
    expect(form.to).toBe('ann@x.test\nben@x.test NOTIFY=DELAY');
    form.clearReports();
    expect(form.to).toBe('ann@x.test\nben@x.test');
    expect(form.complete({})).not.toHaveProperty('perRecipient');
  });

  test.each(['rfc822;b\u00a0c@y.test', `rfc822;${'+'.repeat(300)}@y.test`])(
    'what could not be read back is not taken (%#), and what stood there stays',
    (orcpt) => {
      const form = typed('ann@x.test ORCPT=rfc822;old@y.test');
      expect(form.setReports(0, { orcpt })).toBe(false);
      expect(form.to).toBe('ann@x.test ORCPT=rfc822;old@y.test');
    },
  );

  test('what is no address stays as it was typed', () => {
    const form = typed('not an address\nben@x.test');
    form.setReports(1, { notify: ['failure'] });
    expect(form.to).toBe('not an address\nben@x.test NOTIFY=FAILURE');
    expect(form.recipients.doubtful).toEqual(['not an address']);
  });
});

test('never stands alone', () => {
  expect(withWord(['success', 'delay'], 'failure', true)).toEqual(['success', 'delay', 'failure']);
  expect(withWord(['success', 'delay'], 'never', true)).toEqual(['never']);
  expect(withWord<string>(['never'], 'delay', true)).toEqual(['delay']);
  expect(withWord(['success', 'delay'], 'delay', false)).toEqual(['success']);
});

describe('rows', () => {
  const many = typed(
    Array.from({ length: 10_000 }, (_, at) => `user${at}@x.test${at % 5_000 === 7 ? ' NOTIFY=DELAY' : ''}`).join('\n'),
  );

  test('of ten thousand so many as are shown, and how many there are', () => {
    const { rows, found } = reportRows(many.recipients, '', 50);
    expect([rows.length, found]).toEqual([50, 10_000]);
    expect(rows[7]).toEqual({ index: 7, address: 'user7@x.test', own: { notify: ['delay'] } });
  });

  test('those that are looked for, by their address or by what they ask for', () => {
    expect(reportRows(many.recipients, ' USER9999@ ', 50)).toEqual({
      rows: [{ index: 9_999, address: 'user9999@x.test', own: {} }],
      found: 1,
    });
    expect(reportRows(many.recipients, 'notify=', 50).rows.map(({ index }) => index)).toEqual([7, 5_007]);
    expect(reportRows(many.recipients, 'nobody', 50)).toEqual({ rows: [], found: 0 });
  });

  test('the last of ten thousand is changed, and the others are as before', () => {
    expect(many.setReports(9_999, { notify: ['never'] })).toBe(true);
    expect(many.recipients.addresses).toHaveLength(10_000);
    expect(many.recipients.reports.map(({ index }) => index)).toEqual([7, 5_007, 9_999]);
  });
});
