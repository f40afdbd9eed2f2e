/** XCLIENT and XFORWARD attributes between text and value. */

/** "ADDR=192.0.2.1 NAME=client.example", with blanks or commas between; null where a part is none. */
export function parseAttributes(text: string): Record<string, string> | null {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const pairs = parts.map((part) => /^([A-Za-z]+)=(.+)$/.exec(part));
  if (pairs.some((pair) => pair === null)) return null;
  return Object.fromEntries(pairs.map((pair) => [(pair?.[1] ?? '').toUpperCase(), pair?.[2] ?? '']));
}

export const attributesText = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
