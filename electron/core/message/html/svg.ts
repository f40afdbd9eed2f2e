/**
 * Whether an SVG image can be drawn without harm. A drawing of a kilobyte may name its own pieces over and over until it has
 * millions of them, by elements that draw another one again or by entities within entities.
 */
import { limits } from '../limits.ts';

/** Those whose content is drawn again for each reference, or for each pixel. */
const REPEATED =
  /<(?:[\w-]{1,40}:)?(?:use|pattern|mask|marker|filter|feImage|feTurbulence|image|foreignObject|set|animate)\b/gi;

export function svgFits(text: string): boolean {
  if (/<!ENTITY/i.test(text)) return false;
  // A drawing within the drawing would be counted apart.
  if (/data:/i.test(text)) return false;
  let references = 0;
  for (const _ of text.matchAll(REPEATED)) {
    references += 1;
    if (references > limits.reading.svgReferences) return false;
  }
  return true;
}
