/** Profiles that Posthorn exported, from this version or an earlier one. */
import * as v from 'valibot';
import type { ImportNote } from '../../../protocol/values/profiles/exchange.ts';
import { limits } from '../limits.ts';
import { importFailed, type Imported, type ImportResult } from './imported.ts';
import { EXPORT_SCHEMA, ExportedFolderSchema, ExportedProfileSchema, FORMAT, withoutPassword } from './own-form.ts';

const HeaderSchema = v.object({ format: v.literal(FORMAT), schema: v.pipe(v.number(), v.integer(), v.minValue(1)) });
const ListsSchema = v.object({ folders: v.array(v.unknown()), profiles: v.array(v.unknown()) });

export const isExport = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'format' in json && json.format === FORMAT;

/** `json`: parsed, and `isExport`. */
export function fromExport(json: unknown): ImportResult {
  const header = v.safeParse(HeaderSchema, json);
  if (!header.success) return badValue(header.issues, '');
  const { schema } = header.output;
  if (schema > EXPORT_SCHEMA) return { ok: false, problem: { error: 'newer', line: null, schema } };
  const lists = v.safeParse(ListsSchema, json);
  if (!lists.success) return badValue(lists.issues, '');
  if (lists.output.profiles.length > limits.exchange.profiles) return importFailed('too-many');
  const folders = new Map<string, { name: string; colour: v.InferOutput<typeof ExportedFolderSchema>['colour'] }>();
  for (const [index, value] of lists.output.folders.entries()) {
    const folder = v.safeParse(ExportedFolderSchema, value);
    if (!folder.success) return badValue(folder.issues, `folders[${index}].`);
    const { id, name, colour } = folder.output;
    folders.set(id, { name, colour });
  }
  const found: Imported[] = [];
  for (const [index, value] of lists.output.profiles.entries()) {
    const parsed = v.safeParse(ExportedProfileSchema, value);
    if (!parsed.success) return badValue(parsed.issues, `profiles[${index}].`);
    const { folder, secrets, content } = parsed.output;
    const { name, connection, auth, envelope, ...rest } = content;
    // By hand somebody may have written one there; it must not end up in the profile file.
    const target = withoutPassword(connection.target);
    const proxy = connection.proxy === undefined ? {} : { proxy: withoutPassword(connection.proxy) };
    const notes: ImportNote[] = secrets.map((kind) => ({ code: 'secret-left-out', kind }));
    for (const what of unknownNames(value, parsed.output, '')) notes.push({ code: 'ignored', what });
    found.push({
      name,
      connection: { ...connection, ...proxy, target },
      auth,
      envelope,
      password: null,
      notes: notes.slice(0, limits.exchange.notes),
      own: { folder: folder === null ? null : (folders.get(folder) ?? null), content: rest },
    });
  }
  if (found.length === 0) return importFailed('empty');
  return { ok: true, form: 'posthorn', found };
}

function badValue(issues: readonly v.BaseIssue<unknown>[], prefix: string): ImportResult {
  const path = issues[0] === undefined ? null : v.getDotPath(issues[0]);
  const where = `${prefix}${path ?? ''}`.replace(/\.(\d+)(?=\.|$)/g, '[$1]').replace(/\.$/, '');
  return { ok: false, problem: { error: 'bad-value', line: null, ...(where === '' ? {} : { where }) } };
}

/** Members of the given value that the schema left out: of a later version of the same schema, or misspelt. */
function* unknownNames(given: unknown, taken: unknown, path: string): Generator<string> {
  if (typeof given !== 'object' || given === null || typeof taken !== 'object' || taken === null) return;
  if (Array.isArray(given)) return;
  for (const [name, value] of Object.entries(given)) {
    const whole = path === '' ? name : `${path}.${name}`;
    if (!Object.hasOwn(taken, name)) yield whole;
    else yield* unknownNames(value, (taken as Record<string, unknown>)[name], whole);
  }
}
