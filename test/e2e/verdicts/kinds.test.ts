/** Failures of different kinds in the real window, in both themes. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificates } from '../../harness/certificates.ts';
import { expect, test } from '../window/app.ts';
import { setTheme, settled, themes } from '../states/states.ts';
import { verdict } from '../window/screens.ts';
import { ask, chooseOptions, resolver } from './ask.ts';
import { kinds } from './kinds.ts';

test.setTimeout(600_000);
test.beforeAll(makeCertificates);

test('each kind of failure', async ({ app, dataDir }, info) => {
  const { page, electron } = app;
  const folder = process.env.POSTHORN_LOOK ?? info.outputDir;
  await mkdir(folder, { recursive: true });
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  const dns = await resolver();
  await chooseOptions(app, dns, join(dataDir, 'root.pem'));
  for (const kind of kinds.filter(({ name }) => (process.env.POSTHORN_KINDS ?? name).split(',').includes(name))) {
    await test.step(kind.name, async () => {
      const peer = await kind.start();
      await ask(page, kind, peer.port);
      await expect(verdict(page)).toBeVisible();
      await page.mouse.move(0, 0);
      for (const theme of themes) {
        await setTheme(page, theme);
        await settled(page);
        await page.screenshot({ path: join(folder, `${kind.name}-${theme}.png`) });
      }
      await writeFile(join(folder, `${kind.name}.txt`), await page.getByRole('main').innerText());
      await peer.close();
    });
  }
  await dns.close();
});
