/** Fault scripts by way of the window's calls: presets are handed out, put in force, kept across a restart, and taken off again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Peer } from '../../server/peer.ts';
import { realApp, type RealApp } from '../real-app.ts';

async function greeting(real: RealApp): Promise<string> {
  const [host = '', port = ''] = real.address('smtp').split(':');
  const peer = await Peer.connect({ host, port: Number(port) });
  const reply = await peer.reply();
  peer.destroy();
  return reply;
}

test('a preset is put in force, kept, and taken off again', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'posthorn-ipc-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const first = await realApp((config) => config, dir);
  const presets = await first.client.call('server.presets', {});
  const busy = presets.find(({ name }) => name === 'busy') ?? expect.unreachable();
  expect(presets.length).toBeGreaterThanOrEqual(12);
  const { config } = await first.client.call('server.state', {});
  expect(await greeting(first)).toMatch(/^220 /);
  await first.client.call('server.configure', { ...config, script: busy });
  expect(await greeting(first)).toBe('421 4.3.2 Too busy, try again later\r\n');
  await first.app.close();

  const second = await realApp((one) => one, dir);
  onTestFinished(() => second.app.close());
  const state = await second.client.call('server.state', {});
  expect(state.config.script).toEqual(busy);
  expect(await greeting(second)).toMatch(/^421 /);
  await second.client.call('server.configure', { ...state.config, script: null });
  expect(await greeting(second)).toMatch(/^220 /);
  const wrong = { ...busy, rules: [{ match: { command: 'CONNECT' }, steps: [{ do: 'vanish' }] }] };
  await expect(second.client.call('server.configure', { ...state.config, script: wrong as never })).rejects.toThrow();
});
