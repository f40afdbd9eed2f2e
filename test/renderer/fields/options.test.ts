/** The options of a connection: what is typed becomes what is asked, what is wrong is said, and what differs from the usual is counted. */
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { AppState } from '../../../renderer/app/app.svelte.ts';
import { createClient } from '../../../electron/ipc/client.ts';
import { ConnectionOptionsSchema, type ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import { RunRequestSchema } from '../../../electron/protocol/values/app/run.ts';
import type { Transport } from '../../../electron/ipc/transport.ts';
import { InspectorState } from '../../../renderer/features/inspector/inspector.svelte.ts';
import { OptionsForm } from '../../../renderer/session/target/options/options-form.svelte.ts';
import { QUIT_POINTS } from '../../../electron/protocol/values/connection.ts';
import { choicesOf, fieldOptions, optionFields } from '../../../renderer/session/fields/option-fields.ts';
import { parseAttributes } from '../../../electron/protocol/parse/attributes.ts';
import { fakeTransport } from '../fake/transport.ts';
import { parseSource } from '../../../electron/protocol/parse/host-port.ts';

const everything: Omit<ConnectionOptions, 'target'> = {
  heloOnly: true,
  family: 6,
  localAddress: '192.0.2.7',
  dnsServer: '192.0.2.53',
  mx: true,
  everyAddress: true,
  proxy: 'socks5://ann@proxy.example.org:1080',
  proxyProtocol: { version: 2, address: '2001:db8::7', port: 40_000 },
  servername: 'mail.example.org',
  noSni: true,
  acceptCertificate: 'ab'.repeat(32),
  insecure: true,
  ca: 'PEM\n',
  clientCertificate: 'PEM\n',
  tlsMin: 'TLSv1.2',
  tlsMax: 'TLSv1.3',
  timeouts: { connect: 5_000, reply: 1_500 },
  quitAfter: 'auth',
  dropAfter: 'dot',
  xclient: { ADDR: '192.0.2.1', NAME: 'client.example' },
  xforward: { ADDR: '192.0.2.2' },
};

test('every option that is filled in comes out again', () => {
  const form = new OptionsForm();
  form.fill({ target: 'x', ...everything });
  expect(form.errors).toEqual({});
  expect(form.connection).toEqual(everything);
  expect(v.is(ConnectionOptionsSchema, { target: 'x', ...form.connection })).toBe(true);
  expect(form.touched).toBe(false);
  // One label for both ends of the TLS versions.
  expect(form.changed).toHaveLength(Object.keys(everything).length - 1);
  // Every option of the engine has its field, but those that stand in the bar itself.
  const elsewhere = ['target', 'protocol', 'security', 'ehloName'];
  expect([...Object.keys(everything), ...elsewhere].sort()).toEqual(
    Object.keys(ConnectionOptionsSchema.entries).sort(),
  );
});

test('a choice offers the usual and what can be had, each once and readable', () => {
  const choices = optionFields.filter((name) => fieldOptions[name].form === 'choice');
  expect(choices).toEqual(expect.arrayContaining(['family', 'quitAfter', 'dropAfter', 'tlsMin', 'tlsMax']));
  for (const name of choices) {
    const values = choicesOf(name).map(({ value }) => value);
    expect(values[0], name).toBe('');
    expect(new Set(values).size, name).toBe(values.length);
    for (const value of values.slice(1)) expect(fieldOptions[name].read([value]).ok, `${name} ${value}`).toBe(true);
  }
  expect(choicesOf('quitAfter').map(({ value }) => value)).toEqual(['', ...QUIT_POINTS]);
});

test('one click and all is as usual', () => {
  const form = new OptionsForm();
  form.fill({ target: 'x', ...everything });
  form.clientKey = 'KEY';
  expect(form.secrets).toEqual({ clientKey: 'KEY' });
  form.reset();
  expect(form.connection).toEqual({});
  expect(form.changed).toEqual([]);
  expect(form.secrets).toBeUndefined();
});

test('each choice is reset by itself, and the others stay, with their secrets and mistakes', () => {
  for (const { label } of (() => {
    const form = new OptionsForm();
    form.fill({ target: 'x', ...everything });
    return form.changed;
  })()) {
    const form = new OptionsForm();
    form.fill({ target: 'x', ...everything });
    form.proxyPassword = 'p';
    form.clientKey = 'k';
    form.fields.localAddress = 'nowhere at all';
    const before = form.changed.map((each) => each.label);
    form.resetOne(label);
    expect(form.changed.map((each) => each.label)).toEqual(before.filter((each) => each !== label));
    expect(form.fields.localAddress).toBe(label === 'source address' ? '' : 'nowhere at all');
    expect(form.secrets).toEqual({
      ...(label === 'proxy' ? {} : { proxyPassword: 'p' }),
      ...(label === 'client certificate' ? {} : { clientKey: 'k' }),
    });
  }
});

test('every choice that is not as usual stands on the line in a few words', () => {
  const form = new OptionsForm();
  form.fill({ target: 'x', ...everything });
  for (const { label, value } of form.changed) {
    expect(value, label).not.toMatch(/undefined|\[object|NaN/);
    expect(value === '', label).toBe(['HELO only', 'MX hosts', 'every address', 'no SNI'].includes(label));
  }
});

describe('what is wrong', () => {
  test.each([
    ['proxySource', { proxyProtocol: '1' as const, proxySource: 'somewhere' }],
    ['xclient', { xclient: 'ADDR' }],
    ['xforward', { xforward: '=x' }],
  ])('%s is said, left out and keeps a run from starting', (name, typed) => {
    const calls: string[] = [];
    const inner = fakeTransport({ messages: 0, pace: 0 });
    const transport: Transport = {
      ...inner,
      invoke: (channel, input) => {
        calls.push(channel);
        return inner.invoke(channel, input);
      },
    };
    const inspector = new InspectorState(new AppState(createClient(transport)));
    inspector.form.target = 'mx.example.org';
    const { options } = inspector.form;
    if (name === 'proxySource') Object.assign(options, typed);
    else Object.assign(options.fields, typed);
    expect(Object.keys(inspector.form.options.errors)).toEqual([name]);
    expect(inspector.form.options.connection).toEqual({});
    inspector.run();
    expect(calls).not.toContain('runs.start');
    expect(inspector.form.options.open).toBe(true);
  });

  test('a limit that is no number', () => {
    const form = new OptionsForm();
    form.fields.limits.connect = 'soon';
    expect(form.wrong).toBe(true);
    form.fields.limits.connect = '5';
    expect(form.connection).toEqual({ timeouts: { connect: 5_000 } });
  });
});

test('a run asks with them, secrets beside them', () => {
  const asked: unknown[] = [];
  const inner = fakeTransport({ messages: 0, pace: 0 });
  const transport: Transport = {
    ...inner,
    invoke: (channel, input) => {
      if (channel === 'runs.start') asked.push(input);
      return inner.invoke(channel, input);
    },
  };
  const inspector = new InspectorState(new AppState(createClient(transport)));
  inspector.form.target = 'mx.example.org';
  inspector.form.options.fields.proxy = 'socks5://ann@127.0.0.1:1080';
  inspector.form.options.proxyPassword = 'secret';
  inspector.form.options.fields.quitAfter = 'ehlo';
  inspector.run();
  const [request] = asked;
  expect(v.is(RunRequestSchema, request)).toBe(true);
  expect(request).toMatchObject({
    connection: { target: 'mx.example.org', proxy: 'socks5://ann@127.0.0.1:1080', quitAfter: 'ehlo' },
    secrets: { proxyPassword: 'secret' },
  });
  inspector.current?.dispose();
});

describe('a profile’s options', () => {
  const opened = (): InspectorState => {
    const inspector = new InspectorState(new AppState(createClient(fakeTransport({ messages: 0, pace: 0 }))));
    const connection = { target: 'mx.example.org:587', servername: 'mail.example.org' };
    inspector.openProfile({ id: 'p1', name: 'Work', connection, auth: null, envelope: { from: '', to: [] } });
    return inspector;
  };

  test('are for its server, and come back with it', () => {
    const { form } = opened();
    expect(form.connection()).toMatchObject({ servername: 'mail.example.org' });
    form.target = 'other.example.org';
    form.settleTarget();
    expect(form.connection()).toEqual({ target: 'other.example.org' });
    form.target = 'mx.example.org';
    form.settleTarget();
    expect(form.connection()).toMatchObject({ servername: 'mail.example.org' });
  });

  test('changed by hand they stay, and one taken out is not put back by the profile', () => {
    const { form } = opened();
    form.options.fields.servername = '';
    expect(form.connection()).toEqual({ target: 'mx.example.org:587' });
    form.options.fields.heloOnly = true;
    form.target = 'other.example.org';
    form.settleTarget();
    expect(form.connection()).toEqual({ target: 'other.example.org', heloOnly: true });
  });

  test('all that came with it goes, and what was chosen by hand stays', () => {
    const inspector = new InspectorState(new AppState(createClient(fakeTransport({ messages: 0, pace: 0 }))));
    const { form } = inspector;
    inspector.openProfile({
      id: 'p1',
      name: 'Work',
      connection: {
        target: 'mx.example.org',
        protocol: 'smtp',
        security: 'tls',
        ehloName: 'me.example.org',
        insecure: true,
        proxy: 'socks5://127.0.0.1:1080',
      },
      auth: { user: 'ann', allowClear: true, mechanisms: ['PLAIN'] },
      envelope: { from: '', to: [] },
    });
    expect(form.optionsFrom).toBe('the profile “Work”');
    form.options.fields.everyAddress = true;
    form.target = 'stranger.example';
    form.targetEdited();
    expect(form.optionsFrom).toBeNull();
    expect(form.connection()).toEqual({ target: 'stranger.example', everyAddress: true });
    form.user = 'bob';
    expect(form.auth()).toEqual({ user: 'bob' });
  });

  test('those of an earlier run go likewise', () => {
    const inspector = new InspectorState(new AppState(createClient(fakeTransport({ messages: 0, pace: 0 }))));
    const connection = { target: 'mx.example.org', security: 'tls' as const, insecure: true };
    inspector.refill({ connection, auth: null }, false);
    inspector.form.target = 'stranger.example';
    inspector.form.targetEdited();
    expect(inspector.form.connection()).toEqual({ target: 'stranger.example' });
    inspector.form.target = 'mx.example.org';
    inspector.form.targetEdited();
    expect(inspector.form.connection()).toEqual(connection);
  });

  test('another known server begins as usual', () => {
    const { form } = opened();
    form.open({ text: '127.0.0.1:2525', protocol: 'smtp', security: 'auto' });
    expect(form.options.changed).toEqual([]);
  });
});

test('attributes and sources are read as they are written', () => {
  expect(parseAttributes(' addr=192.0.2.1, NAME=a.example ')).toEqual({
    ok: true,
    value: { ADDR: '192.0.2.1', NAME: 'a.example' },
  });
  expect(parseAttributes('')).toEqual({ ok: true, value: {} });
  expect(parseSource('[2001:db8::7]:40000')).toEqual({ ok: true, value: { address: '2001:db8::7', port: 40_000 } });
  expect(parseSource('192.0.2.7:70000').ok).toBe(false);
  expect(parseSource('192.0.2.7').ok).toBe(false);
});
