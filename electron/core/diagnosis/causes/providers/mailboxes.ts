/** What Zoho, Mail.ru and QQ Mail say, by their own pages and by replies that were published. */
import { ofProvider } from './of-provider.ts';

export const zohoCauses = ofProvider('zoho', [
  { id: 'zoho.sender-not-allowed', actor: 'you', ways: [{ codes: [552, 553], words: ['relaying disallowed as'] }] },
]);

export const mailRuCauses = ofProvider('mail-ru', [
  {
    id: 'mail-ru.app-password-required',
    actor: 'you',
    ways: [{ codes: [535], words: [['parol prilozheniya', 'application password is required']] }],
  },
]);

export const qqCauses = ofProvider('qq', [
  { id: 'qq.authorization-code-required', actor: 'you', ways: [{ codes: [535], words: ['authorization code'] }] },
]);
