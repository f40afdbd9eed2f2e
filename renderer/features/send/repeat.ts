/** A past send that is to be made again: what of it cannot be the same. */
import type { PastFile } from '../../../electron/protocol/values/app/history.ts';
import { visible } from '../../../electron/texts/visible.ts';
import type { PastFiles } from '../../app/ports.ts';

/** Why it would not be the same message, in words; null when it would. */
export function differencesOf({ known, files }: PastFiles, fromFile: boolean): string | null {
  const names = (list: readonly PastFile[]): string => list.map(({ name }) => `“${visible(name)}”`).join(', ');
  const gone = files.filter(({ file }) => file === null);
  const changed = files.filter(({ file, changed: differs }) => file !== null && differs);
  if (!known)
    return fromFile
      ? 'Not sent: choose the message file again. This run was kept by a version that did not remember it.'
      : 'Not sent yet: this run was kept by a version that did not remember attachments. Attach them if there were any.';
  if (gone.length > 0)
    return `Not sent: ${names(gone)} ${gone.length === 1 ? 'is' : 'are'} gone or cannot be read. Choose ${gone.length === 1 ? 'it' : 'them'} again.`;
  if (changed.length > 0)
    return `Not sent: ${names(changed)} ${changed.length === 1 ? 'was' : 'were'} changed since. Press Send to send what is there now.`;
  return null;
}
