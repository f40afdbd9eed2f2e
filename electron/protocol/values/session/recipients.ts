/** Recipients of an envelope by their addresses: each RCPT has its own result, but sums count an address that stands there twice once. */
import type { RecipientResult } from './outcome.ts';

/** Local parts are the receiving host's business (RFC 5321 section 2.4), domains are the same in any case. */
export function addressKey(address: string): string {
  const at = address.lastIndexOf('@');
  return at === -1 ? address : `${address.slice(0, at)}@${address.slice(at + 1).toLowerCase()}`;
}

/** Taken, then open, then refused. */
function rank({ accepted, delivery, final }: RecipientResult): number {
  if (accepted && delivery === 'yes') return 0;
  return accepted && !(final !== null && delivery === 'no') ? 1 : 2;
}

/** One result for each address, in the order of the envelope: of those that stand there twice the one that came furthest. */
export function distinctRecipients(results: readonly RecipientResult[]): RecipientResult[] {
  const each: RecipientResult[] = [];
  const places = new Map<string, number>();
  for (const result of results) {
    const key = addressKey(result.address);
    const place = places.get(key);
    const before = place === undefined ? undefined : each[place];
    // What stands at the same place of its envelope is of another envelope, and no repetition.
    if (place === undefined || before === undefined || before.index === result.index) {
      places.set(key, each.length);
      each.push(result);
    } else if (rank(result) < rank(before)) each[place] = result;
  }
  return each;
}

/** By the index of a repeated address that of the first that is the same. */
export function repeatedAddresses(
  results: readonly Pick<RecipientResult, 'index' | 'address'>[],
): ReadonlyMap<number, number> {
  const first = new Map<string, number>();
  const repeated = new Map<number, number>();
  for (const { index, address } of results) {
    const key = addressKey(address);
    const before = first.get(key);
    if (before === undefined) first.set(key, index);
    else repeated.set(index, before);
  }
  return repeated;
}
