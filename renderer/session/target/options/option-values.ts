/** What stands on the closed options line: each choice that is not the usual one, in a word or two. */
import {
  connectionOptions,
  type ConnectionField,
  type FieldsWith,
  isConnectionField,
} from '../../../../electron/protocol/options/connection.ts';
import type { ConnectionOptions } from '../../../../electron/protocol/values/target.ts';
import { connectionTexts } from '../../../../electron/texts/options/connection.ts';
import { LIMITS } from '../../fields/fields.ts';
import { optionSummary } from '../../fields/option-fields.ts';

/** Those of the form; the target bar has the others. */
export type DrawerOption = Exclude<ConnectionField, FieldsWith<'place', 'bar'>>;
export const isOption = (name: string): name is DrawerOption =>
  isConnectionField(name) && connectionOptions[name].place !== 'bar';

/** Those with one label are one choice. */
export const optionLabel = (option: DrawerOption): string => connectionTexts[option].changed;

type Connection = Partial<ConnectionOptions>;

/** Empty where the label says it all. */
function valueText(option: DrawerOption, connection: Connection): string {
  const { proxyProtocol, timeouts = {} } = connection;
  if (option === 'proxyProtocol') return proxyProtocol === undefined ? '' : `version ${proxyProtocol.version}`;
  if (option !== 'timeouts') return optionSummary(option, connection);
  return LIMITS.flatMap(({ name, label }) => {
    const limit = timeouts[name];
    return limit === undefined ? [] : [`${label} ${limit / 1000} s`];
  }).join(', ');
}

export interface ChangedOption {
  readonly label: string;
  readonly value: string;
}

/** Each choice once, in the order in which its first option was given. */
export function changedOptions(connection: Connection): ChangedOption[] {
  const choices = new Map<string, string[]>();
  for (const option of Object.keys(connection).filter(isOption)) {
    const label = optionLabel(option);
    choices.set(label, [...(choices.get(label) ?? []), valueText(option, connection)]);
  }
  return [...choices].map(([label, values]) => ({ label, value: values.filter((value) => value !== '').join(' ') }));
}
