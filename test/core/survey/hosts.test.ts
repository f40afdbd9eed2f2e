/** Every address of a name and every MX host of a domain, against real sockets and a real DNS server. */
import { afterEach, expect, test } from 'vitest';
import { type Zone, startDns } from '../../harness/peers/dns-server.ts';
import { type ScriptStep, type ScriptedServer, startScripted } from '../../harness/peers/scripted-server.ts';
import { groupInferenceText, groupTitle } from '../../../electron/texts/survey/groups.ts';
import { resumedState, runSurvey } from './run.ts';

const server = (keywords: readonly string[], greeting = '220 a.test ESMTP'): ScriptStep[] => [
  { send: `${greeting}\r\n` },
  { expect: '^EHLO' },
  { send: ['a.test', ...keywords].map((one, i) => `250${i === keywords.length ? ' ' : '-'}${one}\r\n`).join('') },
  { tail: true },
];

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** The first at 127.0.0.1, the next at 127.0.0.2 and so on, all at one port. */
async function serveAt(...scripts: readonly ScriptStep[][]): Promise<ScriptedServer[]> {
  const servers: ScriptedServer[] = [];
  for (const script of scripts) {
    const port = servers[0]?.port ?? 0;
    servers.push(await startScripted(script, { at: { address: `127.0.0.${servers.length + 1}`, port } }));
  }
  closing.push(async () => {
    await Promise.all(servers.map((one) => one.close()));
  });
  return servers;
}
async function zone(entries: Zone): Promise<string> {
  const dns = await startDns(entries);
  closing.push(() => dns.close());
  return dns.address;
}

test('each address is asked once, and the one that offers less is named', async () => {
  const servers = await serveAt(
    server(['SIZE 10', 'STARTTLS']),
    server(['SIZE 10']),
    server(['SIZE 10', 'STARTTLS'], '220 b.test ESMTP'),
  );
  const port = servers[0]?.port ?? 0;
  const dnsServer = await zone({ 'mail.test': { a: ['127.0.0.1', '127.0.0.2', '127.0.0.3'] } });
  const { state, events } = await runSurvey({
    kind: 'addresses',
    connection: { target: `mail.test:${port}`, security: 'none', dnsServer },
  });
  expect(servers.map(({ recorded }) => recorded.connections)).toEqual([1, 1, 1]);
  expect(state.cells.map(({ key, state: how }) => [key.address, how])).toEqual([
    ['127.0.0.1', 'works'],
    ['127.0.0.2', 'differs'],
    ['127.0.0.3', 'works'],
  ]);
  // What a server calls itself makes no difference between addresses.
  expect(state.clusters).toHaveLength(2);
  expect(state.inferences.map(groupInferenceText)).toEqual([
    '1 of 3 addresses does not offer STARTTLS (mail.test at 127.0.0.2).',
  ]);
  const asked = { kind: 'addresses' as const, connection: { target: `mail.test:${port}` } };
  expect({ ...resumedState(asked, events, 4), host: state.host }).toEqual(state);
});

test('an address that refuses is named, and the others are still asked', async () => {
  const [one] = await serveAt(server(['SIZE 10']));
  const dnsServer = await zone({ 'mail.test': { a: ['127.0.0.1', '127.0.0.2'] } });
  const { state } = await runSurvey({
    kind: 'addresses',
    connection: { target: `mail.test:${one?.port ?? 0}`, dnsServer },
  });
  expect(state.cells.map(({ answer }) => answer)).toEqual(['works', 'refused']);
  expect(state.inferences[0]).toMatchObject({ code: 'fails', params: { these: 1, of: 2, answer: 'refused' } });
  expect(groupTitle(state)).toBe(`mail.test:${one?.port ?? 0}: 2 addresses, 1 of 2 sessions fails`);
  expect(state.findings.some(({ severity, cells }) => severity === 'error' && cells.length === 1)).toBe(true);
});

test('every MX host is asked, not only the first that answers', async () => {
  const servers = await serveAt(server(['SIZE 10']), server(['SIZE 10'], '220 b.test ESMTP'), server(['SIZE 20']));
  const port = servers[0]?.port ?? 0;
  const dnsServer = await zone({
    'own.test': {
      mx: [
        [10, 'a.test'],
        [20, 'b.test'],
        [30, 'gone.test'],
      ],
    },
    'a.test': { a: ['127.0.0.1'] },
    'b.test': { a: ['127.0.0.2', '127.0.0.3'] },
  });
  const { state } = await runSurvey({ kind: 'mx', domain: `ann@own.test:${port}`, connection: { dnsServer } });
  expect(servers.map(({ recorded }) => recorded.connections)).toEqual([1, 1, 1]);
  expect(state.route?.hosts.map(({ name }) => name)).toEqual(['a.test', 'b.test', 'gone.test']);
  expect(state.cells.map(({ key }) => [key.host, key.address, key.port])).toEqual([
    ['a.test', '127.0.0.1', port],
    ['b.test', '127.0.0.2', port],
    ['b.test', '127.0.0.3', port],
  ]);
  expect(state.inferences.map(({ code }) => code)).toContain('host-not-found');
  expect(state.hosts.map(({ preference, dnsCode }) => [preference, dnsCode])).toEqual([
    [10, null],
    [20, null],
    [30, 'ENOTFOUND'],
  ]);
});

test('a domain without MX is its own host; one that takes no mail says so; nowhere is nowhere', async () => {
  const [one] = await serveAt(server(['SIZE 10']));
  const dnsServer = await zone({ 'own.test': { a: ['127.0.0.1'] }, 'none.test': { mx: [[0, '']] } });
  const of = async (domain: string) => (await runSurvey({ kind: 'mx', domain, connection: { dnsServer } })).state;
  const implicit = await of(`own.test:${one?.port ?? 0}`);
  expect([implicit.route?.via, implicit.inferences[0]?.code]).toEqual(['implicit', 'alike']);
  expect((await of('none.test')).inferences.map(({ code }) => code)).toEqual(['no-mail']);
  expect((await of('nowhere.test')).inferences.map(({ code }) => code)).toEqual(['name-not-found']);
});
