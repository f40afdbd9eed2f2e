/** User-name and secret forms in words, for the form that a provider fills and for the command line. */
import type { SecretForm, UserNameForm } from '../../protocol/providers/types.ts';

export function userNameText(form: UserNameForm): string {
  switch (form.kind) {
    case 'address':
      return 'The whole mail address.';
    case 'local-part':
      return 'What stands before the @ of the mail address.';
    case 'fixed':
      return `The word "${form.value}", for everybody.`;
    case 'issued':
      return 'Made by the provider for sending; copy it from its console.';
    case 'secret':
      return 'The same text as the secret.';
  }
}

export const secretText: Readonly<Record<SecretForm, string>> = {
  password: 'The password of the mailbox.',
  'app-password': 'An app password made in the account’s security settings.',
  'api-key': 'An API key with the permission to send.',
  'smtp-password': 'A password or token made for SMTP; it is not that of the account.',
  oauth: 'An OAuth 2 access token.',
};
