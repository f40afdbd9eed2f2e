/** A certificate whose times are none is a finding of check, like any other that is wrong; the program goes on to its end. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { badTimes, makeZoo } from '../../harness/certificate-zoo.ts';
import { startTlsPeer, type TlsPeer } from '../../harness/peers/tls-peer.ts';
import { Program } from '../program.ts';
import { parseReport } from '../report-json.ts';

let program: Program;
const zoo = makeZoo();
const peers: TlsPeer[] = [];

beforeAll(async () => {
  program = await Program.build();
  await writeFile(join(program.folder, 'root.pem'), zoo.root);
});
afterAll(async () => {
  await Promise.all(peers.map((peer) => peer.close()));
  await program.remove();
});

async function targetOf(chain: string): Promise<string[]> {
  const peer = await startTlsPeer(zoo.chains[chain] ?? {});
  peers.push(peer);
  return [`smtps://127.0.0.1:${peer.port}`, '--servername', 'mx.test', '--ca', join(program.folder, 'root.pem')];
}

describe.each(Object.keys(badTimes))('valid until %s', (what) => {
  test('status 1, a finding, the certificate with no such time', async () => {
    const target = await targetOf(`until ${what}`);
    const { status, stdout, stderr } = await program.run(['check', ...target, '--json']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    const report = parseReport(stdout);
    expect(report.tls).toMatchObject({ authorized: false, chainError: 'bad-time', nameError: null });
    expect(report.tls?.chain[0]).toMatchObject({ validTo: null });
    expect(report.findings.map(({ id }) => id)).toContain('tls.certificate-not-trusted');
  });
});

test('for people: the text says which, and nothing of a mistake of ours', async () => {
  const { status, stdout, stderr } = await program.run(['check', ...(await targetOf('from nothing'))]);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout).toContain('says in no readable way from when until when it is valid');
});

test('as a root given by the user, as a client’s certificate, as an authority of clients: reported, with status 1 or 2', async () => {
  const bad = zoo.chains['until nothing'];
  const certificate = join(program.folder, 'bad.pem');
  const key = join(program.folder, 'bad.key');
  await writeFile(certificate, bad?.cert ?? '');
  await writeFile(key, bad?.key ?? '');
  const [target = ''] = await targetOf('until nothing');
  for (const args of [
    ['check', target, '--ca', certificate],
    ['check', target, '--client-cert', certificate, '--client-key', key],
    ['compare', target, target, '--ca', certificate],
    ['serve', '--smtp', '0', '--client-ca', certificate],
  ]) {
    const { status, stderr } = await program.run(args);
    expect({ args, status: status === 1 || status === 2 }).toEqual({ args, status: true });
    expect(stderr).not.toContain('Posthorn made a mistake');
  }
});
