/** Every sentence about an option of a login: help of the command line, its field in the window, what is wrong with a value. */
import type { loginOptions } from '../../protocol/options/login.ts';
import type { OptionText, TextOf } from './words.ts';

export const wrongMechanismNames = {
  'bad-value': 'needs mechanism names with commas between, such as PLAIN,LOGIN',
} as const;

export const loginUserText = {
  help: 'user name, with one of the next two; --auth EXTERNAL and ANONYMOUS need none of them',
  label: 'User name',
  placeholder: 'none: no login is tried',
  changed: 'user name',
} as const satisfies OptionText;

export const loginSecretTexts = {
  passwordStdin: { help: 'read the password or access token from the first line of standard input' },
  passwordEnv: { help: 'read it from this environment variable' },
} as const;

export const loginTexts: { readonly [K in keyof typeof loginOptions]: TextOf<(typeof loginOptions)[K]> } = {
  authzid: {
    help: 'identity to act as, where it differs from the user',
    label: 'Act as',
    placeholder: 'the same user',
    hint: 'Another mailbox that this user may act for (authorization identity)',
    changed: 'acting as another user',
    wrong: {
      'bad-value': 'cannot be said with the mechanisms that are left: PLAIN, SCRAM and DIGEST-MD5 have room for it',
    },
  },
  mechanisms: {
    help: 'mechanisms to use, in this order (default: the strongest offered)',
    needs: wrongMechanismNames,
    label: 'Mechanism',
    changed: 'mechanism',
    difference: 'mechanisms',
  },
  tryAllMechanisms: {
    help: 'try each mechanism, even after one that works; repeated failures may lock the account',
    label: 'Try every mechanism',
    changed: 'mechanism',
    summary: () => 'every one',
  },
  initialResponse: {
    help: 'send the first response with AUTH or after a challenge',
    label: 'First response',
    changed: 'first response',
    summary: (value) => (value === 'on' ? 'with AUTH' : 'after a challenge'),
    choices: { '': 'As the mechanism has it', on: 'With AUTH', off: 'After a challenge' },
  },
  channelBinding: {
    help: 'what -PLUS mechanisms bind to (default: tls-exporter in TLS 1.3, else tls-unique)',
    label: 'Channel binding',
    hint: 'What the -PLUS mechanisms tie the login to',
    changed: 'channel binding',
    choices: {
      '': 'As the TLS version has it',
      'tls-exporter': 'tls-exporter',
      'tls-unique': 'tls-unique',
      'tls-server-end-point': 'tls-server-end-point',
    },
  },
  allowClear: {
    help: 'send the password even unencrypted or to an unverified server',
    label: 'Send the password even where TLS or its certificate fails',
    changed: 'password',
    summary: () => 'even without TLS',
    difference: 'sending it without verified TLS',
  },
};
