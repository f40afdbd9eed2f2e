/** A script from the text of a file, as `serve --script FILE.json` and the Test server screen open it. */
import * as v from 'valibot';
import { ScriptSchema, type Script } from '../../../protocol/values/server/script.ts';

/** `reason`: where in the file, and what was expected there. */
export type ReadScript =
  { readonly ok: true; readonly script: Script } | { readonly ok: false; readonly reason: string };

const Text = v.pipe(v.string(), v.parseJson(), ScriptSchema);

export function readScript(text: string): ReadScript {
  // Editors on Windows put a byte order mark there, which JSON does not know.
  const parsed = v.safeParse(Text, text.replace(/^\ufeff/, ''));
  if (parsed.success) return { ok: true, script: parsed.output };
  const [issue] = parsed.issues;
  const where = issue.path?.map(({ key }) => String(key)).join('.') ?? '';
  return { ok: false, reason: `it is no script${where === '' ? '' : ` (at ${where})`}: ${issue.message}` };
}
