/** The profile form: what providers fill in, what is wrong with a field, and that nothing typed is lost or lands in a file by mistake. */
import { describe, expect, test, vi } from 'vitest';
import { mechanisms } from '../../../electron/core/sasl/registry.ts';
import { limits } from '../../../electron/core/smtp/limits.ts';
import { parseProxy } from '../../../electron/protocol/parse/proxy.ts';
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import { createClient } from '../../../electron/ipc/client.ts';
import type { ProfileContent } from '../../../electron/protocol/values/profiles/profile.ts';
import { providers } from '../../../electron/protocol/providers/find.ts';
import { providerById } from '../../protocol/provider-by-id.ts';
import { AppState } from '../../../renderer/app/app.svelte.ts';
import { InspectorState } from '../../../renderer/features/inspector/inspector.svelte.ts';
import { fieldErrors } from '../../../renderer/session/fields/errors.ts';
import { contentOf, emptyContent, fieldsOf, LIMITS } from '../../../renderer/session/fields/fields.ts';
import { ProfileForm } from '../../../renderer/features/profiles/editor/form.svelte.ts';
import { ProfilesState } from '../../../renderer/features/profiles/profiles.svelte.ts';
import { fillIn, findProviders, suggestion } from '../../../renderer/features/profiles/provider/providers.ts';
import { SendState } from '../../../renderer/features/send/send.svelte.ts';
import { TestServerState } from '../../../renderer/features/server/server.svelte.ts';
import { ConnectionForm } from '../../../renderer/session/target/connection-form.svelte.ts';
import { mechanismChoice, mechanismMenu } from '../../../renderer/session/capabilities/mechanisms.ts';
import { MECHANISMS, tokensOnly } from '../../../electron/protocol/facts/mechanisms.ts';
import { fakeTransport } from '../fake/transport.ts';

const everything: ProfileContent = {
  name: 'Relay',
  colour: 'blue',
  favourite: true,
  notes: 'Ask Erika.',
  connection: {
    target: 'mx.example.org:587',
    protocol: 'smtp',
    security: 'starttls',
    ehloName: 'client.example.org',
    family: 6,
    localAddress: '2001:db8::7',
    dnsServer: '192.0.2.53',
    mx: true,
    proxy: 'socks5://me@proxy.example.org:1080',
    servername: 'mail.example.org',
    insecure: true,
    acceptCertificate: 'ab'.repeat(32),
    ca: '-----BEGIN CERTIFICATE-----\n',
    clientCertificate: '-----BEGIN CERTIFICATE-----',
    tlsMin: 'TLSv1.2',
    tlsMax: 'TLSv1.3',
    timeouts: { connect: 5_000, quit: 1_500 },
    xclient: { NAME: 'a' },
  },
  auth: {
    user: 'u',
    authzid: 'other',
    mechanisms: ['PLAIN', 'LOGIN'],
    allowClear: true,
    initialResponse: false,
    channelBinding: 'tls-unique',
  },
  envelope: { from: 'a@example.org', to: ['b@example.org', 'c@example.org'] },
};

describe('fields', () => {
  test('say what the content says, and what they have no place for stays', () => {
    const fields = fieldsOf(everything);
    expect(fieldErrors(fields)).toEqual({});
    expect(contentOf(fields, everything)).toEqual(everything);
    expect(contentOf(fieldsOf(emptyContent), emptyContent)).toEqual(emptyContent);
  });
  test('emptied, they are gone from the content', () => {
    const fields = { ...fieldsOf(everything), ...fieldsOf(emptyContent), name: 'Relay', user: 'u' };
    const content = contentOf(fields, everything);
    expect(content.connection).toEqual({ target: '', xclient: { NAME: 'a' } });
    expect(content.auth).toEqual({ user: 'u' });
  });
  test.each([
    ['target', 'smtp://a b'],
    ['ehloName', 'two words'],
    ['servername', 'https://x'],
    ['localAddress', '300.1.1.1'],
    ['localAddress', 'host.example.org'],
    ['dnsServer', 'dns.example.org'],
    ['proxy', 'ftp://proxy:21'],
    ['proxy', 'http://proxy.example.org'],
    ['proxy', 'socks5://me:hunter2@proxy.example.org:1080'],
    ['acceptCertificate', 'ab:cd'],
    ['mechanisms', 'PLAIN, PLAN'],
  ] as const)('%s refuses %s', (field, text) => {
    expect(Object.keys(fieldErrors({ ...fieldsOf(everything), [field]: text }))).toEqual([field]);
  });
  test.each(['socks5://proxy.example.org', 'socks5h://me@[2001:db8::1]:1080', 'http://10.0.0.1:3128', 'socks5://'])(
    'judge the proxy %s as the engine does',
    (proxy) => {
      expect(fieldErrors({ ...fieldsOf(everything), proxy }).proxy === undefined).toBe(parseProxy(proxy).ok);
    },
  );
  test('the lowest version stands below the highest', () => {
    const fields = { ...fieldsOf(everything), tlsMin: 'TLSv1.3', tlsMax: 'TLSv1.2' } as const;
    expect(fieldErrors(fields)).toHaveProperty('tlsMax');
  });
  test('the usual limits that are shown are those that hold', () => {
    for (const { name, seconds } of LIMITS) expect(limits.timeouts[name]).toBe(seconds * 1000);
    expect(LIMITS.map(({ name }) => name).sort()).toEqual(Object.keys(limits.timeouts).sort());
  });
  test('a password typed into a URL is no part of the draft', () => {
    const form = new ProfileForm(null, null);
    form.fields.proxy = 'socks5://me:hunter2@proxy.example.org:1080';
    form.fields.target = 'smtp://me:hunter2@mx.example.org';
    expect(JSON.stringify([form.content, form.typed])).not.toContain('hunter2');
    form.fields.proxy = 'socks5://me:hunter2';
    expect(JSON.stringify(form.content)).not.toContain('hunter2');
  });
  test('a limit that is no number survives as typed', () => {
    const form = new ProfileForm(null, null);
    form.fields.limits.connect = '1 minute';
    expect(form.changed).toBe(true);
    const again = new ProfileForm(null, { id: null, rev: 0, folder: null, content: form.content, typed: form.typed });
    expect(again.fields.limits.connect).toBe('1 minute');
  });
});

describe('providers', () => {
  const ids = (search: string): string[] => findProviders(providers, search).map(({ id }) => id);
  test('are found by name, host and mail domain', () => {
    expect(ids('gmail')).toContain('gmail');
    expect(ids('office365')).toEqual(['microsoft-365']);
    expect(ids('@hotmail.de')).toEqual(['outlook']);
    expect(ids('twilio send')).toEqual(['sendgrid']);
    expect(ids('no such provider')).toEqual([]);
    expect(ids('')).toHaveLength(providers.length);
  });
  test('fill in the server, and never what was typed as the user or the name', () => {
    const sendgrid = providerById('sendgrid');
    const ses = providerById('amazon-ses');
    if (sendgrid === null || ses === null) throw new Error('no such provider');
    const fields = fieldsOf(emptyContent);
    fillIn(fields, sendgrid, sendgrid.endpoints[1] ?? sendgrid.endpoints[0], '');
    expect(fields).toMatchObject({
      name: 'Twilio SendGrid',
      target: 'smtp.sendgrid.net:465',
      security: 'tls',
      user: 'apikey',
    });
    fields.user = 'mine';
    fillIn(fields, ses, ses.endpoints[0], ' EU-west-1 ');
    expect(fields).toMatchObject({
      name: 'Twilio SendGrid',
      target: 'email-smtp.eu-west-1.amazonaws.com:587',
      security: 'starttls',
      user: 'mine',
    });
  });
  test('are suggested for an address, until the server is theirs', () => {
    expect(suggestion({ user: 'erika@gmail.com', target: '' })?.provider.id).toBe('gmail');
    expect(suggestion({ user: 'erika@GoogleMail.com', target: 'mx.example.org' })?.provider.id).toBe('gmail');
    expect(suggestion({ user: 'erika@gmail.com', target: 'smtp.gmail.com:465' })).toBeNull();
    expect(suggestion({ user: 'erika@example.org', target: '' })).toBeNull();
    expect(suggestion({ user: 'erika', target: '' })).toBeNull();
  });
});

describe('mechanisms', () => {
  test('are those of the engine, strongest first', () => {
    expect(MECHANISMS.map(({ name }) => name)).toEqual(mechanisms.map(({ name }) => name));
  });
  test('the secret is a token where nothing else is allowed, as the engine decides', () => {
    const tokens = mechanisms.filter(({ secret }) => secret === 'token').map(({ name }) => name);
    expect(tokensOnly(tokens)).toBe(true);
    for (const { name, secret } of mechanisms) expect(tokensOnly([name])).toBe(secret === 'token');
    expect(tokensOnly([])).toBe(false);
    expect(tokensOnly([...tokens, 'PLAIN'])).toBe(false);
  });
  test('an order of several stands in the menu while it is chosen', () => {
    const choice = mechanismChoice({ mechanisms: ['PLAIN', 'LOGIN'] });
    expect(mechanismMenu(choice).map(({ value }) => value)).toContain('PLAIN, LOGIN');
    expect(mechanismMenu('auto').map(({ value }) => value)).toEqual([
      'auto',
      'all',
      ...MECHANISMS.map(({ name }) => name),
    ]);
  });
  test.each([
    ['auto', {}],
    ['all', { tryAllMechanisms: true }],
    ['CRAM-MD5', { mechanisms: ['CRAM-MD5'] }],
  ])('the choice %s goes into the run', (choice, options) => {
    const form = new ConnectionForm();
    form.target = 'mx.example.org';
    form.user = 'alice';
    form.mechanism = choice;
    expect(form.auth()).toEqual({ user: 'alice', ...options });
  });
  test('the preference of a profile is applied and can be changed for one run', () => {
    const form = new ConnectionForm();
    const auth = { user: 'u', mechanisms: ['XOAUTH2'], authzid: 'other' };
    form.openProfile(
      { id: 'p', name: 'Work', connection: { target: 'mx.example.org' }, auth, envelope: { from: '', to: [] } },
      '',
    );
    expect(form.auth()).toEqual(auth);
    form.mechanism = 'auto';
    expect(form.auth()).toEqual({ user: 'u', authzid: 'other' });
  });
});

async function setUp() {
  const fake = fakeTransport({ messages: 0, pace: 0, profiles: 3, folders: 1 });
  const client = createClient(fake);
  const app = new AppState(client);
  const inspector = new InspectorState(app);
  const send = new SendState(app, inspector, new TestServerState(app));
  const profiles = new ProfilesState(app, inspector, send);
  await app.load();
  profiles.follow();
  await vi.waitFor(() => expect(profiles.profiles).toHaveLength(3));
  const [first] = profiles.profiles;
  if (first === undefined) throw new Error('no profile');
  return { app, client, first, profiles, send };
}

describe('saving', () => {
  test('keeps what was typed as the secret, and forgets it here', async () => {
    const { profiles } = await setUp();
    profiles.edit(null);
    const { form } = profiles;
    if (form === null) throw new Error('no form');
    expect(await profiles.save()).toBe(false);
    expect(form.error('name')).toBeDefined();
    form.fields.name = 'New';
    form.fields.target = 'mx.example.org';
    form.secrets.password = 'hunter2';
    expect(await profiles.save()).toBe(true);
    expect(profiles.edited).toMatchObject({ content: { name: 'New' }, secrets: ['password'] });
    expect(profiles.form?.secretTyped).toBe(false);
  });

  test('a change elsewhere leaves both, and the user chooses', async () => {
    const { client, first, profiles } = await setUp();
    profiles.edit(first);
    await client.call('profiles.save', { ...first, content: { ...first.content, notes: 'theirs' } });
    await vi.waitFor(() => expect(profiles.form?.fields.notes).toBe('theirs'));
    expect(profiles.conflict).toBeNull();
    const { form } = profiles;
    if (form === null) throw new Error('no form');
    form.fields.notes = 'mine';
    await client.call('profiles.save', { ...first, rev: 2, content: { ...first.content, notes: 'theirs again' } });
    await vi.waitFor(() => expect(profiles.conflict).toBe('changed'));
    await profiles.keepAsCopy(form);
    expect(profiles.edited?.content).toMatchObject({ name: `${first.content.name} (mine)`, notes: 'mine' });
    expect(profiles.profiles.find(({ id }) => id === first.id)?.content.notes).toBe('theirs again');
    expect(profiles.conflict).toBeNull();
  });

  test('theirs is taken when asked for', async () => {
    const { client, first, profiles } = await setUp();
    profiles.edit(first);
    if (profiles.form !== null) profiles.form.fields.notes = 'mine';
    await client.call('profiles.save', { ...first, content: { ...first.content, notes: 'theirs' } });
    await vi.waitFor(() => expect(profiles.conflict).toBe('changed'));
    await profiles.revert();
    expect(profiles.form?.fields.notes).toBe('theirs');
    expect(profiles.form?.changed).toBe(false);
  });

  test('edits of a profile that was deleted elsewhere become a new one', async () => {
    const { client, first, profiles } = await setUp();
    profiles.edit(first);
    if (profiles.form !== null) profiles.form.fields.notes = 'mine';
    await client.call('profiles.delete', { ids: [first.id] });
    await vi.waitFor(() => expect(profiles.conflict).toBe('deleted'));
    if (profiles.form !== null) await profiles.keepAsCopy(profiles.form);
    expect(profiles.edited).toMatchObject({ content: { name: first.content.name, notes: 'mine' } });
    expect(profiles.edited?.id).not.toBe(first.id);
  });

  test('a save that comes second is reported as a conflict', async () => {
    const { app, first, profiles } = await setUp();
    profiles.edit(first);
    if (profiles.form !== null) profiles.form.fields.notes = 'mine';
    const call = vi.spyOn(app.client, 'call');
    call.mockRejectedValueOnce(new AppError('profile-changed', { name: first.content.name }));
    expect(await profiles.save()).toBe(false);
    expect(call.mock.calls.map(([name]) => name)).toEqual(['profiles.save', 'profiles.list']);
    expect(profiles.form?.fields.notes).toBe('mine');
  });
});

test('default sender and recipients go into the send test, as long as nothing else was typed there', async () => {
  const { client, first, profiles, send } = await setUp();
  const saved = await client.call('profiles.save', {
    ...first,
    content: { ...first.content, envelope: { from: 'me@example.org', to: ['a@example.org', 'b@example.org'] } },
  });
  profiles.edit(saved);
  profiles.send();
  expect([send.envelope.from, send.envelope.to]).toEqual(['me@example.org', 'a@example.org\nb@example.org']);
  send.envelope.to = 'typed@example.org';
  profiles.send();
  expect([send.envelope.from, send.envelope.to]).toEqual(['me@example.org', 'typed@example.org']);
  expect(send.form.profileId).toBe(saved.id);
});

describe('import', () => {
  test('shows what was found before anything is kept, and keeps what is chosen', async () => {
    const { profiles } = await setUp();
    const { exchange } = profiles;
    exchange.openImport();
    const current = exchange.importing;
    if (current === null) throw new Error('no import');
    current.text = 'no settings at all';
    await exchange.previewText();
    expect(current).toMatchObject({ step: 'source', text: 'no settings at all' });
    expect(current.problem).toContain('no form that is known');
    current.text =
      'account work\nhost mx.example.org\nuser erika\npassword hunter2\nlogfile x\naccount home\nhost h.example\n';
    await exchange.previewText();
    expect(current).toMatchObject({ step: 'preview', text: '', form: 'msmtprc', problem: null, withSecrets: true });
    expect(current.entries.map(({ content }) => content.name)).toEqual(['work', 'home']);
    expect(profiles.profiles).toHaveLength(3);
    current.chosen.delete(1);
    current.names.set(0, 'At work');
    await exchange.finishImport();
    expect(exchange.importing).toBeNull();
    await vi.waitFor(() => expect(profiles.profiles).toHaveLength(4));
    expect(profiles.edited).toMatchObject({
      content: { name: 'At work', auth: { user: 'erika' } },
      secrets: ['password'],
    });
  });

  test('a secret that the keychain does not take waits for a choice', async () => {
    const { app, profiles } = await setUp();
    const { exchange } = profiles;
    exchange.openImport();
    const current = exchange.importing;
    if (current === null) throw new Error('no import');
    current.text = 'smtp://erika:hunter2@mx.example.org';
    await exchange.previewText();
    const call = vi.spyOn(app.client, 'call');
    const [profile] = profiles.profiles;
    if (profile === undefined) throw new Error('no profile');
    const refused = { id: profile.id, kind: 'password', state: 'locked' } as const;
    call.mockResolvedValueOnce({ profiles: [profile], secrets: [refused] });
    await exchange.finishImport();
    expect(current).toMatchObject({ step: 'secrets', missing: [refused] });
    call.mockResolvedValueOnce([{ ...refused, state: 'session' }]);
    await exchange.keepImported('session');
    expect(exchange.importing).toBeNull();
    expect(call.mock.calls.map(([name]) => name)).toContain('profiles.dropImport');
  });
});
