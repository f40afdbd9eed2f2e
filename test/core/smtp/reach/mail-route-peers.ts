/** What the tests of mail routes share: a DNS server with a zone, a mail server that greets and says EHLO, and a check by way of both. */
import { runCheck, type RunOptions } from '../../../harness/client-run.ts';
import { type DnsServer, startDns, type Zone } from '../../../harness/peers/dns-server.ts';
import { type ScriptedServer, type ScriptStep, startScripted } from '../../../harness/peers/scripted-server.ts';

export const script: ScriptStep[] = [
  { send: '220 mx.test\r\n' },
  { expect: '^EHLO' },
  { send: '250 mx.test\r\n' },
  { tail: true },
];

const opened: { close(): Promise<void> }[] = [];

/** Closed after the test: see closeAll. */
export function keep<T extends { close(): Promise<void> }>(one: T): T {
  opened.push(one);
  return one;
}

export async function closeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map((one) => one.close()));
}

export async function dnsWith(zone: Zone): Promise<DnsServer> {
  return keep(await startDns(zone));
}

export async function mailServer(): Promise<ScriptedServer> {
  return keep(await startScripted(script));
}

export async function route(zone: Zone, target: string, more: Partial<RunOptions['connection']> = {}) {
  const [dns, server] = [await dnsWith(zone), await mailServer()];
  const run = await runCheck({
    connection: { target: `${target}:${server.port}`, mx: true, dnsServer: dns.address, ...more },
  });
  const notes = run.of('note').flatMap(({ note, params }) => (note.startsWith('mx-') ? [[note, params]] : []));
  return { ...run, dns, server, notes, route: run.of('mail-route')[0]?.route };
}
