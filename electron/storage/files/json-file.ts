/**
 * A small JSON file that is there whole or not at all: written beside its place, flushed, renamed over it. What cannot be
 * understood is kept aside and reported, never silently replaced. Not for secrets.
 */
import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { AppError } from '../../protocol/values/app-error.ts';
import { writeAtomically } from './atomic-write.ts';

export interface JsonFile<T> {
  /** Null when there is none yet. AppError `file-damaged` when it cannot be understood; it was then moved aside. */
  load(): Promise<T | null>;
  /** Writes follow each other in the order of the calls. */
  save(value: T): Promise<void>;
}

export function jsonFile<const S extends v.GenericSchema>(path: string, schema: S): JsonFile<v.InferOutput<S>> {
  let last: Promise<void> = Promise.resolve();
  return {
    async load() {
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw new AppError('file-unreadable', { file: path }, { cause: error });
      }
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
      if (parsed.success) return parsed.output;
      const aside = `${path}.damaged-${Date.now()}`;
      await rename(path, aside);
      throw new AppError('file-damaged', { file: path, aside });
    },

    save(value) {
      // A write that failed was reported to whoever asked for it; the next one is not held up by it.
      const next = last.then(() => writeWhole(path, `${JSON.stringify(value, null, 2)}\n`));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeAtomically(path, text, { durable: true, beside: 'own' });
}
