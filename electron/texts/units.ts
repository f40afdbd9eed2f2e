/** Quantities in words: octets, durations, lists. One place, so that window, command line and report agree. */

const steps = ['KiB', 'MiB', 'GiB', 'TiB'] as const;

/** 10240000 -> "9.77 MiB"; below 1 KiB the octets themselves. */
export function octets(count: number): string {
  if (count < 1024) return count === 1 ? '1 octet' : `${count} octets`;
  let value = count;
  let unit: string = steps[0];
  for (const step of steps) {
    value /= 1024;
    unit = step;
    if (value < 1024) break;
  }
  return `${trimmed(value)} ${unit}`;
}

/** Whole numbers without decimals, else as many as make three digits. */
function trimmed(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** 41.2 -> "41 ms"; 0.34 -> "0.3 ms"; 61000 -> "61 s"; 1500 -> "1.5 s". */
export function duration(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 1000) return `${milliseconds.toFixed(0)} ms`;
  const seconds = milliseconds / 1000;
  return Number.isInteger(seconds)
    ? `${seconds} s`
    : seconds < 100
      ? `${seconds.toFixed(1)} s`
      : `${seconds.toFixed(0)} s`;
}

/** Seconds in words for limits a server states: 3600 -> "1 hour". */
export function seconds(count: number): string {
  const units = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ] as const;
  for (const [size, name] of units) {
    if (count >= size && count % size === 0) return plural(count / size, name);
  }
  return plural(count, 'second');
}

export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}

/** "a", "a and b", "a, b and c". */
export function list(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1) ?? ''}`;
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'] as const;

/** 2 -> "second"; from ten on "number 10". */
export const ordinal = (position: number): string => ordinals[position - 1] ?? `number ${position}`;
