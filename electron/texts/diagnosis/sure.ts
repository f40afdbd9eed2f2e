/** How sure a diagnosis is, in words. */
import type { Sure } from '../../protocol/values/session/diagnosis.ts';

/** `alternatives`: how many others are named beside it. */
export function sureText(sure: Sure, alternatives: number): string {
  switch (sure) {
    case 'proven':
      return 'Proven: the reply, with what the session shows, leaves no doubt.';
    case 'likely':
      return alternatives === 0
        ? 'Likely: it fits what is known, which is not enough to prove it.'
        : `Likely: it fits, and ${alternatives === 1 ? 'something else' : 'other causes'} would fit too.`;
    case 'code-only':
      return 'By the code alone: the server gave no reason that is known here.';
  }
}
