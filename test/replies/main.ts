/**
 * Judges a collection of reply texts: `npm run coverage:replies -- [FOLDER] [--wrong] [--modest] [--cause NAME] [--alone]`. Without FOLDER the
 * collection beside the checkout, or else the sample in test/fixtures. Writes the table into docs/explain.md where the collection is whole.
 */
import { existsSync } from 'node:fs';
import { type Row, type Verdict, VERDICTS, isHeldOut, judgeRow, readCollection } from './rows.ts';
import { writeTable } from './table.ts';

const given = process.argv.slice(2);
const options = new Set(given.filter((one) => one.startsWith('--')));
const after = (name: string): string | undefined => given[given.indexOf(name) + 1];
const cause = options.has('--cause') ? after('--cause') : undefined;
const program = options.has('--program') ? after('--program') : undefined;
const named = given.find((one) => !one.startsWith('--') && one !== cause && one !== program);
const folder = [named, '../shared/cases/replies', 'test/fixtures/replies'].find(
  (one) => one !== undefined && existsSync(one),
);
if (folder === undefined) throw new Error('No collection of replies: give its folder.');

const print = (text: string): boolean => process.stdout.write(`${text}\n`);

type Counts = Record<Verdict, number>;
const none = (): Counts => ({ proven: 0, right: 0, modest: 0, wrong: 0 });
const share = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);

const { rows, causes } = readCollection(folder);
const judged = rows.map((row) => ({ row, ...judgeRow(row, causes, !options.has('--alone')) }));

function countsOf(which: (row: Row) => boolean): Counts {
  const counts = none();
  for (const { row, verdict } of judged) if (which(row)) counts[verdict] += 1;
  return counts;
}

function line(title: string, which: (row: Row) => boolean): string {
  const all = countsOf(which);
  const proven = countsOf((row) => which(row) && row.sure === 'proven');
  const texts = VERDICTS.reduce((sum, verdict) => sum + all[verdict], 0);
  const ofProven = VERDICTS.reduce((sum, verdict) => sum + proven[verdict], 0);
  return (
    `${title}: ${texts} texts; ` +
    VERDICTS.map((verdict) => `${verdict} ${all[verdict]} (${share(all[verdict], texts)})`).join(', ') +
    `; of ${ofProven} labelled proven: right ${share(proven.proven + proven.right, ofProven)}, wrong ${proven.wrong}`
  );
}

const show = VERDICTS.filter((verdict) => options.has(`--${verdict}`));
for (const { row, verdict, said } of judged) {
  if (
    (isHeldOut(row) && !options.has('--held-out')) ||
    !show.includes(verdict) ||
    (cause !== undefined && row.cause !== cause)
  )
    continue;
  if (program !== undefined && !row.program.includes(program)) continue;
  const text = row.text.replaceAll('\n', ' / ').slice(0, 200);
  print(
    `${verdict} ${row.id} [${row.step.join(',')}] ${row.sure} ${row.cause} (${row.actor.join(',')}) <- ${said}\n    ${text}`,
  );
}
if (options.has('--by-cause')) {
  for (const one of [...new Set(rows.map((row) => row.cause))].sort()) {
    print(line(one, (row) => row.cause === one && !isHeldOut(row)));
  }
}
for (const kind of ['reply', 'client-error', 'log'] as const) {
  print(line(kind, (row) => row.kind === kind && !isHeldOut(row)));
}
print(line('looked at', (row) => !isHeldOut(row)));
print(line('held out', isHeldOut));
print(line('all', () => true));
if (options.has('--write'))
  writeTable(
    'docs/explain.md',
    judged.map(({ row, verdict }) => ({ program: row.program, verdict })),
  );
