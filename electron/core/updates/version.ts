/** Which of two versions is the newer (semver.org 2.0.0, section 11); both of the form that protocol/values/app/updates.ts has. */

/** Less than 0: `a` is older. */
export function compareVersions(a: string, b: string): number {
  const [numbersA, preA] = partsOf(a);
  const [numbersB, preB] = partsOf(b);
  const numbers = compareLists(numbersA, numbersB);
  if (numbers !== 0) return numbers;
  // A release is newer than what came before it under its number.
  if (preA.length === 0 || preB.length === 0) return preB.length - preA.length;
  return compareLists(preA, preB);
}

function partsOf(version: string): readonly [readonly string[], readonly string[]] {
  const dash = version.indexOf('-');
  const numbers = dash < 0 ? version : version.slice(0, dash);
  return [numbers.split('.'), dash < 0 ? [] : version.slice(dash + 1).split('.')];
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const order = comparePart(a[at] ?? '', b[at] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const isNumber = (part: string): boolean => /^\d{1,20}$/.test(part);

function comparePart(a: string, b: string): number {
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b);
  // Numbers come before words.
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
