/** A profile as it is edited: its fields, what is wrong with them, and whether they say something else than what is saved. */
import type {
  Profile,
  ProfileContent,
  ProfileDraft,
  SecretKind,
} from '../../../../electron/protocol/values/profiles/profile.ts';
import { OAUTH_TEXTS } from '../../../session/fields/oauth-fields.ts';
import { fieldErrors } from '../../../session/fields/errors.ts';
import {
  contentOf,
  emptyContent,
  fieldsOf,
  LIMITS,
  withOrder,
  type FieldErrors,
  type ProfileFields,
} from '../../../session/fields/fields.ts';

export class ProfileForm {
  /** Null: not saved yet. */
  readonly id: string | null;
  /** What the edits started from. */
  readonly rev: number;
  readonly folder: string | null;
  readonly saved: ProfileContent;
  /** What the form began with: the saved profile, edits of it, or what was taken over from elsewhere. */
  readonly #base: ProfileContent;
  fields: ProfileFields = $state(fieldsOf(emptyContent));
  /** Typed and not yet with main; never part of a draft. */
  secrets: Partial<Record<SecretKind, string>> = $state({});
  /** Errors of fields that are still empty are shown once a save was tried. */
  tried = $state(false);

  constructor(profile: Profile | null, draft: ProfileDraft | null) {
    this.id = profile?.id ?? null;
    this.rev = draft?.rev ?? profile?.rev ?? 0;
    this.folder = profile?.folder ?? draft?.folder ?? null;
    this.saved = profile?.content ?? emptyContent;
    this.#base = draft?.content ?? this.saved;
    const fields = fieldsOf(this.#base);
    for (const { name } of LIMITS) fields.limits[name] = draft?.typed?.[`limits.${name}`] ?? fields.limits[name];
    const { oauth } = fields;
    for (const name of OAUTH_TEXTS) oauth[name] = draft?.typed?.[`oauth.${name}`] ?? oauth[name];
    this.fields = fields;
  }

  readonly errors: FieldErrors = $derived.by(() => fieldErrors(this.fields));

  /** What a save would write. */
  readonly content: ProfileContent = $derived.by(() => contentOf(this.fields, this.#base));

  readonly changed = $derived.by(
    () => Object.keys(this.typed).length > 0 || JSON.stringify(this.content) !== JSON.stringify(withOrder(this.saved)),
  );

  get secretTyped(): boolean {
    return Object.values(this.secrets).some((text) => text !== '');
  }

  /** Limits that are no number, and how to sign in where that is not complete: kept with the draft, so that a reload does not lose them. */
  get typed(): Record<string, string> {
    const wrong = LIMITS.filter(({ name }) => this.errors[`limits.${name}`] !== undefined);
    const { oauth } = this.fields;
    const unready = OAUTH_TEXTS.some((name) => this.errors[`oauth.${name}`] !== undefined);
    const texts = unready ? OAUTH_TEXTS.map((name) => [`oauth.${name}`, oauth[name]] as const) : [];
    return Object.fromEntries(
      [...wrong.map(({ name }) => [`limits.${name}`, this.fields.limits[name]] as const), ...texts].map(
        ([name, text]) => [name, text.slice(0, 1_000)],
      ),
    );
  }

  /** To be shown at the field. */
  error(field: string): string | undefined {
    const early = field === 'name' && this.id === null && !this.tried;
    return early ? undefined : this.errors[field];
  }
}
