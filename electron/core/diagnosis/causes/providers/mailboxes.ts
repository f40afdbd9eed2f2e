/** What Zoho, Mail.ru, QQ Mail, NetEase and Proton Mail Bridge say, by their own pages and by replies that were published. */
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

export const netEaseCauses = ofProvider('netease', [
  { id: 'netease.sender-differs', actor: 'you', ways: [{ codes: [554], words: ['dt:sum'] }] },
]);

/** A mail program's own login at Bridge names an account; the message is refused where Bridge has none of that name. */
export const protonBridgeCauses = ofProvider('proton-bridge', [
  { id: 'proton-bridge.account-missing', actor: 'you', ways: [{ codes: [554], words: ['not available in bridge'] }] },
]);
