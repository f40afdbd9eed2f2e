/** Diagnoses of what Zoho, Mail.ru and QQ Mail say, in words, by their own pages and by replies that were published. */
import type { DiagnosisText } from '../types.ts';

export const otherMailboxTexts = {
  'zoho.sender-not-allowed': {
    title: 'Sender does not belong to the login',
    cause: 'Zoho does not let this login send with the address that the reply names.',
    remedy:
      'Use the account’s own address or one of its aliases in From and MAIL FROM; with ZeptoMail, an address of a verified domain.',
    source: 'https://www.zoho.com/zeptomail/help/api/smtp-error-codes.html',
    verifiedOn: '2026-11-22',
  },
  'mail-ru.app-password-required': {
    title: 'App password required',
    cause:
      'Mail.ru does not take the password of the account for this login: it wants a password made for external programs.',
    remedy:
      'In the Mail.ru account, Security, Passwords for external applications: make one and use it as the password.',
    source: 'https://help.mail.ru/mail/security/protection/external',
    verifiedOn: '2024-08-16',
  },
  'qq.authorization-code-required': {
    title: 'Authorization code required',
    cause: 'QQ Mail does not take the password of the account for this login: it wants an authorization code.',
    remedy: 'In QQ Mail’s settings, Account: switch SMTP on, make an authorization code and use it as the password.',
    source: 'https://service.mail.qq.com/cgi-bin/help?subtype=1&&id=28&&no=1001256',
    verifiedOn: '2023-07-17',
  },
  'netease.sender-differs': {
    title: 'From differs from the envelope sender',
    cause: 'NetEase takes a message only where From and MAIL FROM name the same address, and here they differ.',
    remedy: 'Use the address that the login belongs to in both, From and MAIL FROM.',
    source: 'https://biecuoliao.com/pa/MBRrwEM.html',
    verifiedOn: '2026-11-30',
  },
  'proton-bridge.account-missing': {
    title: 'Account not in Bridge',
    cause: 'Proton Mail Bridge has no account of the user name that the mail program sends with.',
    remedy:
      'Open Bridge and sign the account in there; then use the user name and the password that it shows under Mailbox details.',
    source: 'https://proton.me/support/protonmail-bridge-faq',
    verifiedOn: '2026-11-30',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
