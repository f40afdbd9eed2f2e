/** The verdict of a port matrix as it is shown, while it fills and when it is over. */
import type { Sure } from '../../../../electron/protocol/values/session/diagnosis.ts';
import type { MatrixInference } from '../../../../electron/protocol/values/survey/matrix.ts';
import type { StateOf } from '../../../../electron/protocol/values/survey/state.ts';
import { inferenceText, matrixTitle } from '../../../../electron/texts/survey/matrix.ts';
import { inferencePorts, inferenceSure, matrixActors } from '../../../../electron/texts/survey/matrix-judging.ts';
import { list } from '../../../../electron/texts/units.ts';
import { shorten, visible } from '../../../../electron/texts/visible.ts';
import type { Tone } from '../../../ui/tone.ts';

export interface MatrixVerdict {
  readonly tone: Tone;
  readonly title: string;
  /** The most telling of what it shows; the others are in `others`. */
  readonly sentence: string;
  readonly sure: readonly { readonly grade: Sure; readonly text: string }[];
  readonly actor: string;
  readonly others: readonly MatrixInference[];
  /** A port that nobody answers here: at another host it would show whose fault that is. */
  readonly settle: number | null;
}

export function matrixVerdict(state: StateOf<'matrix'>, running: boolean): MatrixVerdict {
  const { host, cells, summary, login, findings } = state;
  const { best } = summary;
  const inferences = summary.inferences.filter(
    ({ code }) => !(running && (code === 'stopped' || code === 'none-works')),
  );
  const [first, ...others] = inferences;
  const working = [...new Set(cells.filter(({ answer }) => answer === 'works').map(({ key }) => key.port))];
  const likely = new Set(inferences.filter(({ code }) => inferenceSure[code] === 'likely').flatMap(inferencePorts));
  const ports = (some: Iterable<number>): string => list([...some].map(String));
  const isFaulty = login?.ok === false || findings.some(({ severity }) => severity === 'error');
  return {
    tone: best === null ? (running ? 'info' : 'err') : isFaulty ? 'warn' : 'ok',
    title:
      running && best === null ? `${shorten(visible(host), 120)}: nothing found yet that works` : matrixTitle(summary),
    sentence: first === undefined ? '' : inferenceText(first),
    sure: [
      ...(working.length === 0 ? [] : [{ grade: 'proven' as const, text: `Proven for ${ports(working)}` }]),
      ...(likely.size === 0 ? [] : [{ grade: 'likely' as const, text: `Likely for ${ports(likely)}` }]),
    ],
    actor: matrixActors(inferences, best !== null),
    others,
    settle: inferences.some(({ code }) => code === 'blocked-25') ? 25 : null,
  };
}
