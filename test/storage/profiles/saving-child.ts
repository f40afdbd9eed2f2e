/** A process that saves profiles as fast as it can and says which were kept, until it is killed. */
import { profileStore } from '../../../electron/storage/profiles/store.ts';
import { addProfile } from '../../../electron/core/profiles/book.ts';
import { content } from '../../core/profiles/samples.ts';

const [path = '', name = ''] = process.argv.slice(2);
const store = profileStore(path);
for (let serial = 1; ; serial += 1) {
  const id = `${name}-${serial}`;
  await store.change(addProfile(id, content(id), null));
  process.send?.(id);
}
