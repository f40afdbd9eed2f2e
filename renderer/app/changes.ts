/** The file of changes as the window shows it: each release with its sentences, without the marks of Markdown. */

export interface ReleaseChanges {
  readonly title: string;
  readonly sentences: readonly string[];
}

/** Of the form that CHANGELOG.md has: `##` before a release, `-` before a sentence, `###` before what a release groups. */
export function readChanges(text: string): readonly ReleaseChanges[] {
  const releases: { title: string; sentences: string[] }[] = [];
  for (const line of text.split('\n')) {
    const last = releases.at(-1);
    if (line.startsWith('## ')) releases.push({ title: line.slice(3).trim(), sentences: [] });
    else if (last === undefined || line.trim() === '' || line.startsWith('#')) continue;
    else if (line.startsWith('- ')) last.sentences.push(plain(line.slice(2)));
    else if (last.sentences.length > 0) last.sentences.push(`${last.sentences.pop() ?? ''} ${plain(line.trim())}`);
  }
  return releases.filter(({ sentences }) => sentences.length > 0);
}

/** `posthorn check`, *Help*, [a page](of it): the words without what stands around them. */
const plain = (text: string): string =>
  text
    .replaceAll('`', '')
    .replaceAll('**', '')
    .replace(/\*([^*]{1,200})\*/g, '$1')
    .replace(/\[([^\]]{1,200})\]\([^)]{1,500}\)/g, '$1');
