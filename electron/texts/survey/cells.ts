/** What a cell of a survey came to, in a word or two. */
import type { CellAnswer } from '../../protocol/values/survey/cell.ts';

/** In a grid or a table: a word or two. */
export const answerTexts: Readonly<Record<CellAnswer, string>> = {
  works: 'works',
  'no-login': 'no login',
  refused: 'refused',
  silent: 'silent',
  unreachable: 'no route',
  'proxy-cannot': 'not connected',
  'proxy-forbids': 'proxy forbids',
  'proxy-failed': 'proxy fails',
  'no-greeting': 'no greeting',
  'waits-for-tls': 'waits for TLS',
  'not-tls': 'not TLS',
  closed: 'closed at once',
  'greeting-refused': 'refuses us',
  'not-smtp': 'not SMTP',
  'not-offered': 'not offered',
  'starttls-refused': 'refused',
  'tls-failed': 'TLS fails',
  'certificate-name': 'other name',
  'certificate-chain': 'not trusted',
  'login-refused': 'login refused',
  failed: 'fails',
  'not-tried': 'not tried',
  stopped: 'stopped',
};
