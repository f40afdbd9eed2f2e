/** Codes of providers' own lists: each stands for the cause that its page names, in any surroundings; what only looks like one does not. */
import { describe, expect, test } from 'vitest';
import { codeLists } from '../../../../electron/core/diagnosis/codes/all.ts';
import { causes } from '../../../../electron/core/diagnosis/causes/all.ts';
import { codeIn } from '../../../../electron/core/diagnosis/codes/list.ts';
import { explain } from '../../../../electron/core/explain/explain.ts';

const first = (text: string) => explain(text).findings[0];

describe('a code of a list', () => {
  test.each([
    ['phrase.reverse-dns', '550 5.7.1 We will not talk to you. OXSUS0001_105'],
    ['phrase.too-many-connections', '421 4.2.1 Connection refused - OXSEU001_110'],
    ['phrase.too-many-connections', '550 5.1.0 <a@example.org> sender rejected. AUP#I-1330'],
    ['message.too-large', '552 rejected AUP#Out-1530'],
    ['phrase.block-list', '554 cxr1 cox 192.0.2.9 blocked. AUP#IPBL1010'],
    ['reputation.link-listed', '552 message rejected. AUP#URLBL011'],
    ['phrase.block-list', '554 mx.sys.comcast.net comcast 192.0.2.9 Comcast BL000101 refused'],
    ['rate.too-fast', '451 4.2.0 Throttled - https://postmaster.comcast.net/smtp-error-codes.php#RL000010'],
    ['phrase.dmarc-reject', '550 MI:DMA 126 mx7,Abc 1700000000 http://mail.163.com/help/help_spam_16.htm?ip=192.0.2.9'],
    ['rate.too-fast', '451 RP:QRC 163 smtp9'],
    ['mailbox.disabled', '550 5.5.0 Boite du destinataire archivee. LPN007_420'],
    ['phrase.no-such-mailbox', '550 5.1.1 Adresse invalide. OFR_416 [416]'],
    ['recipient.domain-not-hosted', '550 5.7.1 not here XGEMAIL_0010'],
    ['phrase.relay-denied', '554 5.7.1 <b@example.org>: Recipient address rejected: NO-DOMAIN.'],
    ['server.plan-ended', '550 5.7.1 rejected XGEMAIL_0007'],
    ['message.malformed', '554 Transaction failed, see https://www.ionos.com/help/index.php?id=2425&ip=192.0.2.9&c=hd'],
    [
      'message.malformed',
      '554-Transaction failed\n554 visit https://postmaster.web.de/error-messages?ip=192.0.2.9&c=hi',
    ],
  ])('%s: %s', (id, text) => {
    expect(first(text)).toMatchObject({ id });
  });

  test('says by which list, and names its page', () => {
    const said = first('550 sender rejected. AUP#CXCNCT');
    expect(said?.cause).toContain('AUP#CXCNCT stands for on the list of Cox');
    expect(said?.source).toContain('Cox');
    expect(said?.verifiedOn).toMatch(/^20[0-9]{2}-/);
  });

  test('inside a client’s exception and a report of a delivery it says the same', () => {
    for (const text of [
      "smtplib.SMTPDataError: (550, b'MI:SPF 163 mx3,Abc see http://mail.163.com/help/help_spam_16.htm')",
      'Final-Recipient: rfc822; b@example.org\nDiagnostic-Code: smtp; 550 MI:SPF 163 mx3,Abc',
      'Error: Message failed: 550 mi:spf 163 mx3',
    ]) {
      expect(first(text)?.id).toBe('phrase.spf-failed');
    }
  });

  test.each([
    '550 rejected AUP#CXZZZZ',
    '554 refused OXSUS0001_999',
    '550 no BL000101 here',
    '554 see https://shop.example.com/?a=1&c=hi',
    '550 wm: blue',
    '550 refused LPN_998',
  ])('what the lists do not say stays unsaid: %s', (text) => {
    expect(codeIn(text, codeLists)).toBeNull();
  });
});

test('every code stands for a cause that there is, and every list has a page and a day', () => {
  const ids = new Set<string>(causes.map(({ id }) => id));
  for (const { by, source, verifiedOn, means, likely = [] } of codeLists) {
    expect(by).not.toBe('');
    expect(source).toMatch(/^https?:\/\//);
    expect(verifiedOn).toMatch(/^20[0-9]{2}-[0-9]{2}-[0-9]{2}$/);
    for (const id of Object.values(means)) expect(ids).toContain(id);
    for (const code of likely) expect(Object.keys(means)).toContain(code);
  }
});
