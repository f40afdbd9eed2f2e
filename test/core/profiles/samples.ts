/** Profiles and folders for tests, different from each other in every field. */
import type { Profile, ProfileContent, ProfileFolder } from '../../../electron/protocol/values/profiles/profile.ts';

export const content = (name: string, more: Partial<ProfileContent> = {}): ProfileContent => ({
  name,
  colour: null,
  favourite: false,
  notes: '',
  connection: { target: `${name}.example.org:587`, security: 'starttls' },
  auth: { user: `${name}@example.org` },
  envelope: { from: '', to: [] },
  ...more,
});

export const profile = (id: string, more: Partial<Profile> = {}): Profile => ({
  id,
  rev: 1,
  folder: null,
  position: Number(id.replace(/\D/g, '')) || 1,
  content: content(id),
  secrets: [],
  verified: null,
  ...more,
});

export const folder = (id: string, more: Partial<ProfileFolder> = {}): ProfileFolder => ({
  id,
  name: `Folder ${id}`,
  colour: 'blue',
  position: Number(id.replace(/\D/g, '')) || 1,
  ...more,
});
