/** What can be told of a file by its name and size alone, and what became of it in words. */
import { octets } from '../../../../electron/texts/units.ts';
import type { FileState } from '../../../../electron/protocol/values/app/files.ts';

export const isMessageFile = (name: string): boolean => /\.eml$/i.test(name);

/** Null where it is what it was. `before`: octets when it was chosen. */
export function fileTrouble({ state, size }: FileState, before: number): string | null {
  switch (state) {
    case 'same':
      return null;
    case 'changed':
      return `was written to since you chose it${size === before ? '' : `: ${octets(before)} then, ${octets(size)} now`}`;
    case 'gone':
      return 'is no longer there';
    case 'unreadable':
      return 'cannot be read';
    case 'not-a-file':
      return 'is no file';
  }
}
