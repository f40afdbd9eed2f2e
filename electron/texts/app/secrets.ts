/** Where a secret is, or why it cannot be had: one sentence for each state, with what to do where one is certain. */
import type { SecretState } from '../../protocol/values/profiles/profile.ts';

interface SecretText {
  readonly title: string;
  readonly message: string;
}

const texts = {
  none: { title: 'None', message: 'Nothing is kept for this profile.' },
  keychain: { title: 'In the keychain', message: 'Kept in the system’s keychain. Posthorn never shows it again.' },
  session: { title: 'Until Posthorn ends', message: 'Kept in memory only; it is gone when Posthorn ends.' },
  vanished: {
    title: 'No longer in the keychain',
    message: 'The entry was removed from the keychain outside of Posthorn. Type it in again.',
  },
  'no-service': {
    title: 'No keychain',
    message:
      'No keychain service runs here. Secrets can be kept in memory until Posthorn ends, and are never written to a file. On Linux, install gnome-keyring or KWallet (Debian: apt install gnome-keyring libsecret-1-0), then log in anew.',
  },
  locked: { title: 'Keychain locked', message: 'The keychain is locked. Unlock it and try again.' },
  refused: { title: 'Refused', message: 'The keychain, or whoever was asked, refused it. Nothing was changed.' },
  'no-answer': {
    title: 'Waiting for the keychain',
    message: 'The keychain has not answered. Look for a window of the system that asks for permission or a password.',
  },
  'too-long': { title: 'Too long', message: 'This is longer than the system’s keychain can keep.' },
  failed: { title: 'Keychain failed', message: 'The keychain reported an error. Nothing was changed.' },
} satisfies Record<SecretState, SecretText>;

export function secretStateText(state: SecretState): SecretText {
  return texts[state];
}

/** Null for what is no state. */
export function secretReasonText(reason: unknown): SecretText | null {
  return typeof reason === 'string' && reason in texts ? texts[reason as SecretState] : null;
}
