/** What a closed section of the profile form says of its contents. */
import { LIMITS, type ProfileFields } from '../../session/fields/fields.ts';
import { fieldsAt, type OptionField, textsOf } from '../../session/fields/option-fields.ts';

const joined = (parts: readonly (string | false)[]): string => parts.filter((part) => part !== false).join(' · ');
const given = (text: string, words: string): string | false => text.trim() !== '' && words;

/** What the options say that are not as usual. */
const optionNotes = (fields: ProfileFields, options: readonly OptionField[]): string =>
  joined(
    options.map((option) => {
      const value = fields[option];
      const text = typeof value === 'string' ? value.trim() : '';
      return (value === true || text !== '') && (textsOf(option).note?.(text) ?? textsOf(option).changed);
    }),
  );

export const tlsNote = (fields: ProfileFields): string =>
  optionNotes(fields, fieldsAt('tls')) || 'the system’s roots, the server’s name';

export const networkNote = (fields: ProfileFields): string =>
  optionNotes(fields, [...fieldsAt('bar'), ...fieldsAt('way')]) || 'directly, as this machine';

export const limitsNote = ({ limits }: ProfileFields): string =>
  joined(LIMITS.map(({ name, label }) => given(limits[name], `${label.toLowerCase()} ${limits[name].trim()} s`))) ||
  'the usual ones';

export const envelopeNote = ({ from, to }: ProfileFields): string =>
  joined([given(from, `from ${from.trim()}`), given(to, `to ${to.trim()}`)]) || 'none';
