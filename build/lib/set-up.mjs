/** Everything between a fresh clone and something that runs, each step only when it is due. */
import { checkNode, installDependencies } from './dependencies.mjs';
import { buildAll } from './build-all.mjs';
import { setUpElectron } from './electron/runtime.mjs';
import { locked } from './files.mjs';
import { hasDisplay, setUpInterop, setUpSystem } from './machine/system.mjs';
import { unpackServers } from './machine/unpacked.mjs';

/**
 * @param {'start' | 'test' | 'build'} purpose tests build by themselves: a build that fails is one of their results
 */
export async function setUp(purpose) {
  checkNode();
  return locked(async () => {
    await installDependencies();
    if (purpose === 'build') {
      await buildAll({ force: true });
      return null;
    }
    const runtime = await setUpElectron();
    // Tests open windows too, and must not do so in front of someone who works.
    await setUpSystem({ executable: runtime.executable, virtualDisplay: purpose === 'test' || !hasDisplay });
    if (purpose === 'test') {
      await setUpInterop();
      await unpackServers();
    } else await buildAll();
    return runtime;
  });
}
