/** How a session of a survey stands, as colour and shape. */
import type { SurveyCell } from '../../../../electron/protocol/values/survey/cell.ts';
import type { Tone } from '../../../ui/tone.ts';

const cellTones: Readonly<Record<SurveyCell['state'], Tone>> = {
  works: 'ok',
  fails: 'err',
  differs: 'warn',
  unknown: 'neutral',
};

export const cellTone = ({ state }: SurveyCell): Tone => cellTones[state];
