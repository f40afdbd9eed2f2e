/** What two EHLO replies offer, keyword by keyword: parameters are compared as each keyword's grammar says, not as strings. */
import { sameParameters } from '../../facts/keyword-parameters.ts';
import { mergedCapabilities } from '../capabilities.ts';
import type { Ehlo } from '../../values/session/reply.ts';
import { type Compared, item, type Sides, sorted, compareTexts } from './parts.ts';

/** `stage`: as the path names it. */
export function* compareOffers(sides: Sides, stage: string, a: Ehlo, b: Ehlo): Generator<Compared> {
  if (sides.a.target.protocol === sides.b.target.protocol) yield item(['ehlo', stage, 'verb'], a.verb, b.verb);
  yield compareTexts(sides, ['ehlo', stage, 'text'], a.lines.slice(0, 1), b.lines.slice(0, 1), 'every');
  const offered = [mergedCapabilities(a.capabilities), mergedCapabilities(b.capabilities)] as const;
  for (const keyword of sorted([...offered[0].keys(), ...offered[1].keys()])) {
    const left = offered[0].get(keyword)?.params;
    const right = offered[1].get(keyword)?.params;
    const same = left !== undefined && right !== undefined && sameParameters(keyword, left, right);
    yield item(['ehlo', stage, keyword], left?.slice() ?? null, right?.slice() ?? null, same);
  }
}
