/** XCLIENT and XFORWARD attributes, and the source of a PROXY header, between text and value. */

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

interface Source {
  readonly address: string;
  readonly port: number;
}

/** "192.0.2.7:40000" or "[2001:db8::7]:40000"; null for anything else. */
export function parseSource(text: string): Source | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+)):(\d{1,5})$/i.exec(text.trim());
  const address = match?.[1] ?? match?.[2];
  const port = Number(match?.[3] ?? NaN);
  return address === undefined || !(port <= 65_535) ? null : { address, port };
}

export const sourceText = ({ address, port }: Source): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
