/** How sure a diagnosis is, in words. */
import type { Sure } from '../../protocol/values/session/diagnosis.ts';

const grades = {
  proven: 'Proven: the reply, with what the session shows, leaves no doubt.',
  likely: 'Likely: it fits, and something else would fit too.',
  'code-only': 'By the code alone: the server gave no reason that is known here.',
} satisfies Record<Sure, string>;

export const sureText = (sure: Sure): string => grades[sure];
