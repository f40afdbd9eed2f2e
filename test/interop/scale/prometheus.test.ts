/** The scrape configuration and the rules of docs/at-scale.md in a real Prometheus, which asks a real watch. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Program, type Serving } from '../../cli/program.ts';
import { blocksOf } from './document.ts';

const run = promisify(execFile);
let program: Program;
let serving: Serving;
const children: ChildProcess[] = [];

beforeAll(async () => {
  program = await Program.build();
  serving = await program.serve(['--smtp', '0', '--auth-any', '--hostname', 'mail.own.test']);
});
afterAll(async () => {
  await Promise.all(
    children.map(async (child) => {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    }),
  );
  await serving.stop();
  await program.remove();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Answer {
  readonly data: {
    readonly result: readonly { readonly metric: Record<string, string>; readonly value: [number, string] }[];
  };
}

test('promtool takes both files, and Prometheus has the numbers of a watch', async () => {
  const [scrape = '', rules = ''] = blocksOf('For Prometheus', 'yaml');
  const [command = ''] = blocksOf('For Prometheus', 'sh');
  const target = `127.0.0.1:${serving.ports[0] ?? 0}`;
  // As it stands there, but for the server, the ports and how often.
  const args = command.split('>')[0]?.trim().split(' ').slice(1) ?? [];
  expect(args.slice(0, 2)).toEqual(['watch', 'mail.example.org:25']);
  const given = args.map(
    (arg) => ({ 'mail.example.org:25': target, '127.0.0.1:9115': '127.0.0.1:0', '30s': '1s' })[arg] ?? arg,
  );
  const watch = program.spawn(given);
  children.push(watch);
  watch.stdout?.resume();
  if (watch.stderr === null) throw new Error('no output');
  const [said] = (await once(createInterface({ input: watch.stderr }), 'line')) as [string];
  const metrics = /127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '';
  expect(metrics).not.toBe('');

  const folder = join(program.folder, 'prometheus');
  mkdirSync(folder);
  writeFileSync(join(folder, 'rules.yml'), rules);
  const config = scrape.replace('127.0.0.1:9115', metrics).replaceAll('30s', '1s');
  writeFileSync(join(folder, 'prometheus.yml'), `rule_files: [rules.yml]\n${config}`);
  await run('promtool', ['check', 'config', join(folder, 'prometheus.yml')]);
  await run('promtool', ['check', 'rules', join(folder, 'rules.yml')]);

  const at = `127.0.0.1:${await freePort()}`;
  const flags = [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=${at}`,
  ];
  const prometheus = spawn('prometheus', flags, { stdio: 'ignore' });
  children.push(prometheus);
  const ask = async (query: string): Promise<Answer['data']['result']> => {
    for (;;) {
      if (prometheus.exitCode !== null) throw new Error('Prometheus has ended');
      const answer = await fetch(`http://${at}/api/v1/query?query=${encodeURIComponent(query)}`).catch(() => null);
      const { data } = answer?.ok === true ? ((await answer.json()) as Answer) : { data: { result: [] } };
      if (data.result.length > 0) return data.result;
      // Nothing reports that Prometheus has scraped: it is asked again.
      await pause(200);
    }
  };
  const [up] = await ask('posthorn_up{job="posthorn"}');
  expect(up).toMatchObject({ metric: { server: 'mail.example.org' }, value: [expect.any(Number), '1'] });
  const [rounds] = await ask('posthorn_rounds_total{answer="works"}');
  expect(Number(rounds?.value[1])).toBeGreaterThan(0);
});
