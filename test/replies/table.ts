/** The table of docs/explain.md: how many texts of each program are explained rightly. Between two marks; the rest of the page stays. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Verdict, VERDICTS } from './rows.ts';

const begin = '<!-- coverage: npm run coverage:replies -- --write -->';
const end = '<!-- end of coverage -->';

export function writeTable(
  path: string,
  rows: readonly { readonly program: string; readonly verdict: Verdict }[],
): void {
  const programs = [...new Set(rows.map(({ program }) => program))].sort((a, b) => a.localeCompare(b, 'en'));
  const counts = (which: (program: string) => boolean): string => {
    const own = rows.filter(({ program }) => which(program));
    return [own.length, ...VERDICTS.map((verdict) => own.filter((row) => row.verdict === verdict).length)].join(' | ');
  };
  const table = [
    begin,
    '',
    '| program | texts | proven right | likely right | modest | wrong |',
    '| --- | --: | --: | --: | --: | --: |',
    ...programs.map((program) => `| ${program.replaceAll('|', '/')} | ${counts((one) => one === program)} |`),
    `| **all** | ${counts(() => true)} |`,
    '',
    end,
  ].join('\n');
  const page = readFileSync(path, 'utf8');
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${path} has no place for the table: ${begin} ... ${end}`);
  writeFileSync(path, page.slice(0, from) + table + page.slice(to + end.length));
}
