/** The kinds of survey that the window has, as tabs. */
import type { SurveyKind } from '../../../electron/protocol/values/survey/request.ts';

export const kindTabs: readonly { readonly value: SurveyKind; readonly label: string }[] = [
  { value: 'matrix', label: 'Port matrix' },
];
