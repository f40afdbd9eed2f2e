/** `node build/typecheck.mjs [layer ...]`: tsc over every layer. With `--json FILE` the results go there too. */
import { writeFileSync } from 'node:fs';
import { layers } from './layers.mjs';
import { typecheck } from './lib/typecheck.mjs';

const args = process.argv.slice(2);
const at = args.indexOf('--json');
const [, file] = at < 0 ? [] : args.splice(at, 2);

const results = [];
for (const layer of args.length > 0 ? args : layers) {
  const result = { name: `types ${layer}`, ...typecheck(layer) };
  results.push(result);
  process.stdout.write(result.output);
}
if (file !== undefined) writeFileSync(file, JSON.stringify(results));
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
