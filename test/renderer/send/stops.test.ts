/** Where one message goes, stop by stop: what is typed, whose login goes along, and domains. */
import { expect, test } from 'vitest';
import { readOthers, toDomains, withLogin } from '../../../renderer/features/send/route/stops.ts';
import { content, profile } from '../../core/profiles/samples.ts';

const relay = profile('p1', {
  content: content('Relay', { connection: { target: 'relay.test:587' }, auth: { user: 'r' } }),
});
const own = {
  name: 'mail.test:25',
  connection: { target: 'mail.test:25', security: 'starttls' as const, ehloName: 'me.test' },
  auth: { user: 'ann' },
  profileId: null,
  own: true,
};

test('servers and profiles, one a line; what is wrong is named', () => {
  const { stops, trouble } = readOthers('mail.test:587\n\n  profile: relay \n', [relay]);
  expect(trouble).toBeNull();
  expect(stops).toEqual([
    { name: 'mail.test:587', connection: { target: 'mail.test:587' }, auth: null, profileId: null, own: false },
    { name: 'Relay', connection: relay.content.connection, auth: { user: 'r' }, profileId: relay.id, own: false },
  ]);
  expect(readOthers('profile:None', [relay]).trouble).toContain('no profile');
  expect(readOthers('profile:Relay', [relay, { ...relay, id: 'x' }]).trouble).toContain('2 profiles');
  expect(readOthers('mail.test:99999', []).trouble).toContain('99999');
  expect(readOthers('a.test\n'.repeat(50), []).trouble).toContain('More than');
});

test('the login of the form goes to its own host, and to no other', () => {
  const { stops } = readOthers('mail.test:587\nelse.test\nprofile:Relay', [relay]);
  const all = withLogin(stops, own);
  expect(all.map(({ name, auth, own: typed }) => [name, auth?.user ?? null, typed])).toEqual([
    ['mail.test:25', 'ann', true],
    ['mail.test:587', 'ann', true],
    ['else.test', null, false],
    ['Relay', 'r', false],
  ]);
  expect(all[1]?.connection).toEqual({ target: 'mail.test:587', ehloName: 'me.test' });
  expect(all[2]?.connection).toEqual({ target: 'else.test' });
});

test('to domains: the MX hosts of each, nobody logged in', () => {
  const { stops, trouble } = toDomains(
    { from: 'a@x.test', to: ['b@one.test', 'c@two.test', 'd@one.test'] },
    { family: 4 },
  );
  expect(trouble).toBeNull();
  expect(stops.map(({ name, connection, auth, envelope }) => [name, connection, auth, envelope.to])).toEqual([
    ['one.test', { family: 4, target: 'one.test', mx: true }, null, ['b@one.test', 'd@one.test']],
    ['two.test', { family: 4, target: 'two.test', mx: true }, null, ['c@two.test']],
  ]);
  expect(toDomains({ from: '', to: ['postmaster'] }, {}).trouble).toContain('has no domain');
});
