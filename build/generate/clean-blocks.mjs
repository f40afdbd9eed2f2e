/** Writes electron/core/wire/body/clean-blocks-code.ts, or the file it is given, from clean-blocks.wat beside it. */
import { readFile, writeFile } from 'node:fs/promises';
import wabt from 'wabt';

const SOURCE = 'electron/core/wire/body/clean-blocks.wat';
const [path = 'electron/core/wire/body/clean-blocks-code.ts'] = process.argv.slice(2);

const { parseWat } = await wabt();
const parsed = parseWat(SOURCE, await readFile(SOURCE, 'utf8'), { simd: true });
const { buffer } = parsed.toBinary({});
parsed.destroy();
const lines =
  Buffer.from(buffer)
    .toString('base64')
    .match(/.{1,110}/g) ?? [];

await writeFile(
  path,
  `/** clean-blocks.wat in WebAssembly, base64; made by build/generate/clean-blocks.mjs. */
export const CLEAN_BLOCKS_CODE =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`,
);
