/** Every server case of the collection, through one adapter. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseEnvid, parseNotify, parseOrcpt, parseRet } from '../../electron/core/server/commands/dsn.ts';
import { makeReply } from '../../electron/core/server/commands/replies.ts';
import type { MessageHandler } from '../../electron/core/server/handlers/types.ts';
import type { MailboxStore } from '../../electron/storage/mailbox/mailbox.ts';
import { caseBytes, type CaseStep, type ServerCase } from './case-types.ts';
import { listenerConfig, startFixture, type Fixture, type FixtureOptions } from './fixture.ts';
import type { Peer } from './peer.ts';

const { cases } = JSON.parse(readFileSync(new URL('../fixtures/cases/server.json', import.meta.url), 'utf8')) as {
  cases: ServerCase[];
};

describe('server cases', () => {
  for (const one of cases) test(`${one.id} ${one.title}`, () => runCase(one));

  test('there are as many as there should be', () => {
    expect(cases.length).toBeGreaterThan(40);
  });
});

async function runCase(one: ServerCase): Promise<void> {
  const fixture = await startFixture(fixtureOptions(one));
  const before = process.memoryUsage.rss();
  const peer = await fixture.connect();
  for (const [i, step] of one.script.entries())
    await runStep(step, peer, fixture, `step ${i + 1} ${JSON.stringify(step)}`);
  peer.destroy();
  await fixture.ended();
  const stored = await fixture.stored();
  const { expect: wanted } = one;
  if (wanted.stored !== undefined) expect(stored).toHaveLength(wanted.stored);
  if (wanted.storedMax !== undefined) expect(stored.length).toBeLessThanOrEqual(wanted.storedMax);
  if (wanted.messages !== undefined) {
    expect(stored.map(({ data }) => data.toString('latin1'))).toEqual(wanted.messages.map(({ data }) => data));
  }
  if (wanted.envelope !== undefined) {
    const { summary } = stored[0] ?? expect.unreachable();
    const options = [...summary.mailOptions, ...(summary.rcptTo[0]?.options ?? [])];
    const valueOf = (name: string): string | null =>
      options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
    expect({
      envid: parseEnvid(valueOf('ENVID')),
      ret: parseRet(valueOf('RET')),
      notify: parseNotify(valueOf('NOTIFY')) ?? [],
      orcpt: parseOrcpt(valueOf('ORCPT'))?.address,
    }).toEqual(wanted.envelope);
  }
  if (wanted.noMessageFrom !== undefined) {
    expect(stored.map(({ summary }) => summary.mailFrom)).not.toContain(wanted.noMessageFrom);
  }
  if (wanted.maxRssGrowthMB !== undefined) {
    expect((process.memoryUsage.rss() - before) / 1_048_576).toBeLessThan(wanted.maxRssGrowthMB);
  }
}

function fixtureOptions({ config }: ServerCase): FixtureOptions {
  return {
    listener: {
      ...listenerConfig(),
      protocol: config.protocol ?? 'smtp',
      security: config.tlsRequired === true ? 'starttls-required' : config.starttls === true ? 'starttls' : 'none',
    },
    config: {
      ...(config.maxSize === undefined ? {} : { maxMessageBytes: config.maxSize }),
      smtputf8: config.smtputf8 ?? true,
    },
    ...(config.auth === undefined
      ? {}
      : {
          auth: {
            enabled: true,
            required: config.authRequired ?? false,
            allowClear: config.auth.allowInsecure ?? false,
            mechanisms: config.auth.mechanisms,
          },
        }),
    ...(config.timeoutMs === undefined
      ? {}
      : { limits: { commandMs: config.timeoutMs, dataIdleMs: config.timeoutMs } }),
    handler: (mailbox) => handlerFor(config, mailbox),
  };
}

function handlerFor(config: ServerCase['config'], mailbox: MailboxStore): MessageHandler {
  const inbox = mailbox.inbox;
  if (config.hook === 'throwOnMessage') {
    return { name: 'throws', handle: () => Promise.reject(new Error('secret inside at /some/path')) };
  }
  const refused = config.refuseAtDelivery;
  if (refused === undefined) return inbox;
  return {
    name: 'refuses',
    handle: async (message, spooled) => ({
      ...(await inbox.handle(message, spooled)),
      perRecipient: message.rcptTo.map(({ address }) =>
        refused.includes(address) ? makeReply(550, '5.1.1', 'No such user') : null,
      ),
    }),
  };
}

async function runStep(step: CaseStep, peer: Peer, fixture: Fixture, at: string): Promise<void> {
  if (step.send !== undefined) return peer.send(caseBytes(step.send));
  if (step.reply !== undefined) {
    const reply = (await peer.reply()).trimEnd();
    expect(reply, at).toMatch(new RegExp(step.reply));
    if (step.notMatch !== undefined) expect(reply, at).not.toMatch(new RegExp(step.notMatch));
    return;
  }
  if (step.noReply !== undefined) {
    expect(await peer.anything(step.noReply), at).toBe(false);
    return;
  }
  if (step.replyOrClosed !== undefined) {
    if (step.orNothing === true && !(await peer.anything(step.within ?? 5000))) return;
    const reply = await peer.reply(step.within ?? 5000);
    if (reply !== '') expect(reply, at).toMatch(new RegExp(step.replyOrClosed));
    return;
  }
  if (step.closed === true) {
    expect(await peer.untilClosed(), at).toBe('');
    return;
  }
  if (step.closedOrAlert === true) {
    const rest = Buffer.from(await peer.untilClosed(step.within), 'latin1');
    // Nothing, or TLS alert records; never a reply in clear.
    if (rest.length > 0) expect(rest[0], at).toBe(0x15);
    return;
  }
  if (step.starttls === true) return peer.startTls({ ca: (await fixture.authority()).caPem, servername: 'localhost' });
  if (step.close === 'rst') return peer.reset();
  if (step.close === 'fin' || step.halfClose === true) return peer.halfClose();
  if (step.drain !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, step.drain));
    return;
  }
  throw new Error(`a step of a kind that is not known: ${at}`);
}
