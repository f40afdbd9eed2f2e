/** IP addresses as text, as node:net's isIP judges them, for where there is no Node. */

const v4 = /^(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(?:\.(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}$/;
const group = /^[0-9a-f]{1,4}$/i;

/** Four decimal numbers, none with a zero in front (which some read as octal). */
export function isIPv4(text: string): boolean {
  return text.length <= 15 && v4.test(text);
}

/** RFC 4291 section 2.2, with a zone after a percent sign (RFC 4007 section 11) where there is one. */
export function isIPv6(text: string): boolean {
  const percent = text.indexOf('%');
  const address = percent === -1 ? text : text.slice(0, percent);
  if (percent !== -1 && !/^[0-9a-z.:-]+$/i.test(text.slice(percent + 1))) return false;
  if (address.length > 45) return false;
  const halves = address.split('::');
  const [left, right] = halves.map(groupsIn);
  if (left === undefined || halves.length > 2) return false;
  if (right === undefined) return left === 8 && !address.startsWith(':') && !address.endsWith(':');
  // An IPv4 part stands at the very end alone.
  return left !== null && right !== null && left + right <= 7 && !(halves[0] ?? '').includes('.');
}

/** Groups of 16 bits; an IPv4 address at the end counts as two. null: something else is among them. */
function groupsIn(text: string): number | null {
  if (text === '') return 0;
  const parts = text.split(':');
  const last = parts.at(-1) ?? '';
  const dotted = last.includes('.');
  if (dotted && !isIPv4(last)) return null;
  return (dotted ? parts.slice(0, -1) : parts).every((part) => group.test(part))
    ? parts.length + (dotted ? 1 : 0)
    : null;
}

/** 4, 6, or 0 for what is no address. */
export function ipFamily(text: string): 0 | 4 | 6 {
  if (text.includes(':')) return isIPv6(text) ? 6 : 0;
  return isIPv4(text) ? 4 : 0;
}

/** In network order, 4 or 16 octets, for protocols that carry them so; null for what is no address. A zone (%eth0) is left out. */
export function addressBytes(address: string): Uint8Array | null {
  const bare = address.split('%')[0] ?? '';
  const family = ipFamily(bare);
  if (family === 0) return null;
  if (family === 4) return Uint8Array.from(bare.split('.'), Number);
  const [left = [], right = []] = bare.split('::').map(octetsOf);
  return Uint8Array.from([...left, ...Array.from({ length: 16 - left.length - right.length }, () => 0), ...right]);
}

function octetsOf(groups: string): number[] {
  return groups
    .split(':')
    .filter((each) => each !== '')
    .flatMap((each) => {
      if (each.includes('.')) return each.split('.').map(Number);
      const value = Number.parseInt(each, 16);
      return [value >> 8, value & 0xff];
    });
}
