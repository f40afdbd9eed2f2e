/** What follows EHLO keywords, read as each keyword's RFC says: values out, no sentences. What cannot be read is null. */

/** Digits only: "1e3" and "0x10" are numbers to JavaScript and nonsense here. */
export const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,20}$/.test(text) ? Number(text) : null;

/** Bytes. RFC 1870 section 3: 0, or no number at all, sets no fixed limit. */
export function statedSize([limit]: readonly string[]): number | 'unlimited' | 'unstated' | null {
  if (limit === undefined) return 'unstated';
  const value = wholeNumber(limit);
  return value === 0 ? 'unlimited' : value;
}

export const LIMIT_NAMES = ['RCPTMAX', 'MAILMAX', 'RCPTDOMAINMAX'] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

/** RFC 9422 section 4: one to six digits, the first no 0; what is no such number, and names that are not registered, are left out. */
export function statedLimits(params: readonly string[]): { readonly name: LimitName; readonly value: number }[] {
  return params.flatMap((param) => {
    const [, written, digits] = /^([A-Z]+)=([1-9][0-9]{0,5})$/i.exec(param) ?? [];
    const name = LIMIT_NAMES.find((each) => each === written?.toUpperCase());
    return name === undefined ? [] : [{ name, value: Number(digits) }];
  });
}

/** RFC 2852 section 2: the shortest time accepted, in seconds. */
export const shortestDeliverBy = ([minimum]: readonly string[]): number | null => wholeNumber(minimum);

/** RFC 4865 section 3: the longest interval in seconds, and the latest time as written. */
export function longestRelease([interval, until]: readonly string[]): {
  readonly seconds: number;
  readonly until: string | null;
} | null {
  const seconds = wholeNumber(interval);
  return seconds === null ? null : { seconds, until: until ?? null };
}
