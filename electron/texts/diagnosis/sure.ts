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
      // That no reason is known stands in the cause.
      return 'What is said is certain; why is not.';
  }
}

/** Of an end that is no server's words: what was seen is certain, and only why it came to that may be more or less so. */
export function sureOfEnd(sure: Sure): string {
  switch (sure) {
    case 'proven':
      return 'Proven: the session shows it.';
    case 'likely':
      return 'What was seen is certain; why is not: what is advised is for the usual reasons.';
    case 'code-only':
      return 'What was seen is certain; nothing shows why.';
  }
}
