/** Small conveniences kept in the page's own storage, such as the width of a pane. Storage may be off or damaged: then nothing is kept. */

/** Null where nothing is kept, or something that this version does not know. */
export function readKept<T>(name: string, known: (value: unknown) => value is T): T | null {
  try {
    const text = localStorage.getItem(`posthorn.${name}`);
    const value: unknown = text === null ? null : JSON.parse(text);
    return known(value) ? value : null;
  } catch {
    return null;
  }
}

export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(`posthorn.${name}`, JSON.stringify(value));
  } catch {
    // Full or switched off: the window works the same, it only starts with the defaults.
  }
}

export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
