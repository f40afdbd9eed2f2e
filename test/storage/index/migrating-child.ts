/**
 * A process that opens a data folder and is killed before its nth change to the disk or statement to the index; one that comes to the
 * end says what it found. Arguments: the folder, n.
 */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import Database from 'libsql';
import { openedStorage } from './data-folder.ts';

const [dir = '', last = ''] = process.argv.slice(2);
let steps = 0;

function step(): void {
  steps += 1;
  // Nothing of ours runs any more, no buffer is written: as if the power of the process alone had gone.
  if (steps === Number(last)) process.kill(process.pid, 'SIGKILL');
}

/** Each call counts before it is made. */
function counted(owner: object, names: readonly string[]): void {
  for (const name of names) {
    const real: unknown = Reflect.get(owner, name);
    if (typeof real !== 'function') throw new Error(`no ${name}`);
    Reflect.set(owner, name, function (this: unknown, ...given: unknown[]): unknown {
      step();
      const result: unknown = Reflect.apply(real, this, given);
      return result;
    });
  }
}

counted(fs, [
  'mkdirSync',
  'openSync',
  'closeSync',
  'renameSync',
  'unlinkSync',
  'writeSync',
  'writeFileSync',
  'chmodSync',
]);
counted(promises, ['mkdir', 'rename', 'rm', 'open', 'writeFile']);
syncBuiltinESMExports();

counted(Database.prototype, ['exec', 'close']);
const prepare: unknown = Reflect.get(Database.prototype, 'prepare');
if (typeof prepare !== 'function') throw new Error('no prepare');
Reflect.set(Database.prototype, 'prepare', function (this: unknown, ...given: unknown[]): unknown {
  const statement: unknown = Reflect.apply(prepare, this, given);
  if (typeof statement !== 'object' || statement === null) throw new Error('no statement');
  counted(statement, ['run']);
  return statement;
});

process.send?.(await openedStorage(dir));
