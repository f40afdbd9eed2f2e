/** Closing the profiles waits for what is being written: how a check went is written after its run has ended. */
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ProfileDrafts, StoredDraftsSchema } from '../../../electron/app/profiles/drafts.ts';
import { Profiles } from '../../../electron/app/profiles/profiles.ts';
import { jsonFile } from '../../../electron/storage/files/json-file.ts';
import { profileStore } from '../../../electron/storage/profiles/store.ts';
import { memoryKeychain } from '../../harness/memory-keychain.ts';
import { content } from '../../core/profiles/samples.ts';

test('closing lasts until the last change stands on disk', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'posthorn-profiles-'));
  const file = profileStore(join(dir, 'profiles.json'));
  const gate = new EventEmitter();
  const begun = once(gate, 'begun');
  let held = false;
  const log = (): void => undefined;
  const profiles = new Profiles({
    store: {
      read: () => file.read(),
      async change(change) {
        if (held) {
          const released = once(gate, 'release');
          gate.emit('begun');
          await released;
        }
        return file.change(change);
      },
      watch: (listener) => file.watch(listener),
    },
    keychain: memoryKeychain(),
    drafts: new ProfileDrafts(jsonFile(join(dir, 'drafts.json'), StoredDraftsSchema), log),
    isOwn: async () => false,
    log,
  });
  const one = await profiles.save(null, 0, null, content('one'));
  held = true;
  const moved = profiles.saveFolder(null, 'Customers', null);
  await begun;
  let closed = false;
  const closing = profiles.close().then(() => (closed = true));
  await new Promise(setImmediate);
  expect(closed).toBe(false);
  gate.emit('release');
  await closing;
  const { book, problem } = await profileStore(join(dir, 'profiles.json')).read();
  expect(problem).toBeNull();
  expect(book.profiles.map(({ id }) => id)).toEqual([one.id]);
  expect(book.folders.map(({ name }) => name)).toEqual(['Customers']);
  await moved;
  await rm(dir, { recursive: true });
});
