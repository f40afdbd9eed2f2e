/** Explaining one text, once rules and causes are loaded: all texts of the collection, mean and worst of the quickest of five rounds each. */
import { explain } from '../../electron/core/explain/explain.ts';
import { readCollection } from '../replies/rows.ts';
import { printTable } from './table.ts';

const rounds = 5;

export function run(): Promise<void> {
  const folder = process.env.POSTHORN_REPLIES ?? 'test/fixtures/replies';
  const texts = readCollection(folder).rows.map(({ text }) => text);
  for (const text of texts) explain(text);
  const times = texts.map((text) => {
    let best = Infinity;
    for (let round = 0; round < rounds; round += 1) {
      const before = performance.now();
      explain(text);
      best = Math.min(best, performance.now() - before);
    }
    return best;
  });
  const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
  printTable(
    'Explaining one text',
    ['texts', 'mean', 'worst', 'asked'],
    [[String(times.length), `${mean.toFixed(2)} ms`, `${Math.max(...times).toFixed(2)} ms`, 'under 5 ms']],
  );
  return Promise.resolve();
}
