/** `serve --script`: a preset by its name, or a file. */
import { readFileSync } from 'node:fs';
import { presetNamed, presets } from '../../core/server/script/presets.ts';
import { readScript } from '../../core/server/script/read.ts';
import type { Script } from '../../protocol/values/server/script.ts';
import { visible } from '../../texts/visible.ts';
import { closest } from '../parse/closest.ts';
import { UsageError } from '../status.ts';

/** `name`: what --script says. @throws UsageError */
export function scriptFrom(name: string | undefined): Script | null {
  if (name === undefined) return null;
  const preset = presetNamed(name);
  if (preset !== null) return preset;
  if (!/[./\\]/.test(name)) {
    const meant = closest(
      name,
      presets.map((one) => one.name),
    );
    const hint = meant === null ? `they are ${presets.map((one) => one.name).join(', ')}` : `did you mean ${meant}?`;
    throw new UsageError(`--script: there is no preset called ${visible(name)}; ${hint}`);
  }
  return scriptIn(name);
}

function scriptIn(file: string): Script {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `--script: ${visible(file)} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    );
  }
  const read = readScript(text);
  if (read.ok) return read.script;
  throw new UsageError(`--script: ${visible(file)} cannot be used: ${visible(read.reason)}`);
}
