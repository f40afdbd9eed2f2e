/** What is wrong with header fields as they were typed, in words. */
import type { TypedFields } from '../../../../electron/protocol/parse/message/header-lines.ts';

const reasons = {
  'no-field': 'is no field: a name, a colon, a value',
  'control-character': 'has a control character',
  'of-the-body':
    'says how the body is encoded, which is made here: give a whole source instead (Ready-made, or a file)',
} as const satisfies Record<NonNullable<TypedFields['wrong']>['reason'], string>;

/** Null where nothing is. */
export const headerTrouble = ({ wrong }: TypedFields): string | null =>
  wrong === null ? null : `Line ${wrong.line} ${reasons[wrong.reason]}`;
