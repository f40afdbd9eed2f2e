/** Providers of mailboxes in Russia, China and Korea: nearly all want a password made for the program, not that of the account. */
import { address, ispdb, loginHints, readLater, starttls, tls, wellKnown, type Provider } from './types.ts';

const NETEASE =
  'The password is an authorization code, made when SMTP is switched on in the settings of the mailbox; that of the account is refused.';

export const easternMailboxes: readonly Provider[] = [
  {
    id: 'yandex',
    name: 'Yandex Mail',
    domains: ['yandex.ru', 'yandex.com', 'yandex.net', 'yandex.by', 'yandex.kz', 'yandex.ua', 'ya.ru', 'narod.ru'],
    endpoints: [tls('smtp.yandex.com')],
    alsoHosts: ['smtp.yandex.ru'],
    userName: address,
    secrets: ['app-password', 'oauth'],
    notes: [
      'The password is an app password, made in the account’s settings; access by programs has to be allowed in the settings of the mailbox.',
    ],
    sources: [
      ispdb('yandex.ru'),
      wellKnown('Yandex'),
      readLater('App passwords', 'https://yandex.com/support/passport/authorization/app-passwords.html'),
      loginHints('yandex.ru'),
    ],
  },
  {
    id: 'mail-ru',
    name: 'Mail.ru',
    domains: ['mail.ru', 'inbox.ru', 'list.ru', 'bk.ru', 'internet.ru', 'corp.mail.ru'],
    endpoints: [tls('smtp.mail.ru'), starttls('smtp.mail.ru')],
    userName: address,
    secrets: ['app-password', 'oauth'],
    notes: ['The password is one for external applications, made in the account’s security settings.'],
    sources: [ispdb('mail.ru'), wellKnown('Mail.ru'), loginHints('mail.ru')],
  },
  {
    id: 'rambler',
    name: 'Rambler',
    domains: ['rambler.ru'],
    endpoints: [tls('smtp.rambler.ru')],
    userName: address,
    secrets: ['password'],
    notes: [],
    sources: [ispdb('rambler.ru')],
  },
  {
    id: 'qq',
    name: 'QQ Mail',
    domains: ['qq.com', 'foxmail.com'],
    endpoints: [tls('smtp.qq.com')],
    userName: address,
    secrets: ['app-password'],
    notes: [
      'The password is an authorization code, made when SMTP is switched on in the settings, Account; that of the account is refused.',
    ],
    sources: [ispdb('qq.com'), wellKnown('QQ'), loginHints('qq')],
  },
  {
    id: 'qq-exmail',
    name: 'Tencent Exmail (QQ for organisations)',
    domains: [],
    endpoints: [tls('smtp.exmail.qq.com')],
    userName: address,
    secrets: ['password', 'app-password'],
    notes: [
      'Where the mailbox has secure login switched on, the password is an authorization code made in its settings.',
    ],
    sources: [wellKnown('QQex'), readLater('POP3 and SMTP of Tencent Exmail', 'https://www.67wa.com/127803.html')],
  },
  {
    id: '163',
    name: 'NetEase 163',
    domains: ['163.com'],
    endpoints: [tls('smtp.163.com')],
    userName: address,
    secrets: ['app-password'],
    notes: [NETEASE],
    sources: [ispdb('163.com'), wellKnown('163'), loginHints('163')],
  },
  {
    id: '126',
    name: 'NetEase 126',
    domains: ['126.com'],
    endpoints: [tls('smtp.126.com')],
    userName: address,
    secrets: ['app-password'],
    notes: [NETEASE],
    sources: [ispdb('126.com'), wellKnown('126'), loginHints('163')],
  },
  {
    id: 'yeah',
    name: 'NetEase yeah.net',
    domains: ['yeah.net'],
    endpoints: [tls('smtp.yeah.net')],
    userName: address,
    secrets: ['app-password'],
    notes: [NETEASE],
    sources: [
      ispdb('yeah.net'),
      readLater(
        'NetEase Mail, client authorization code',
        'https://www.topmailsender.com/en/youxiang/107-wangyi-163youxiang-netease-personal-email',
      ),
    ],
  },
  {
    id: 'naver',
    name: 'Naver',
    domains: ['naver.com'],
    endpoints: [tls('smtp.naver.com')],
    userName: address,
    secrets: ['app-password'],
    notes: [
      'Since 2025 the password is an application password, made after two-step verification was turned on; IMAP and SMTP have to be switched on in the settings of the mailbox.',
    ],
    sources: [
      ispdb('naver.com'),
      loginHints('naver'),
      readLater(
        'Naver’s notice of application passwords',
        'https://10wontips.blogspot.com/2025/08/update-your-naver-mail-password-to.html',
      ),
    ],
  },
];
