/** What a cause is, and what the judge answers. Sentences are in texts/diagnosis: a cause has an id, and its id has words. */
import type { Sure } from '../../protocol/values/session/diagnosis.ts';
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { Actor } from '../../texts/actors.ts';
import type { DiagnosisId } from '../../texts/diagnosis/all.ts';
import type { DiagnosisParams } from '../../texts/diagnosis/types.ts';
import type { ProviderFamily } from '../../protocol/providers/marks.ts';
import type { Evidence, Origin } from './evidence.ts';
import type { ExperimentId } from '../../texts/diagnosis/experiments.ts';
import type { Concept } from './lexicon/concepts.ts';

export type { Sure };

/** One concept, or any of several. */
export type AskedConcept = Concept | readonly Concept[];

/** One way in which a cause shows itself. All that is given has to hold. */
export interface Way {
  /** All of them in one clause of the words. */
  readonly says?: readonly AskedConcept[];
  /** Anywhere in the words. */
  readonly also?: readonly AskedConcept[];
  /** None of these anywhere in the words. */
  readonly not?: readonly Concept[];
  /** The step, where it is known, is one of these. */
  readonly steps?: readonly Phase[];
  /** The step is known, and one of these. */
  readonly at?: readonly Phase[];
  readonly codes?: readonly number[];
  /** "5.7.8", "x.1.1", "5.7.606-649". */
  readonly enhanced?: readonly string[];
  /** A provider's own words or marks, all of them, in lower case; any of an inner list. Only for causes of a provider. */
  readonly words?: readonly (string | readonly string[])[];
  /** Default: the words of a server. What a client says of its own accord uses the same words for other things. */
  readonly origin?: Origin | 'any';
  /** Only where the words name no other topic (lexicon/topics.ts): for ways whose words go with everything. */
  readonly plain?: true;
  readonly when?: (evidence: Evidence) => boolean;
  /**
   * Default: proven with words, likely with codes alone. `open`: where only this way holds it is not claimed; what the codes mean is said, and
   * this cause is named as what it may be.
   */
  readonly sure?: 'proven' | 'likely' | 'open';
  /** Added to the count of what fits; for a way that says more than its concepts let see. */
  readonly weight?: number;
}

/** What the remedy of a cause asks for. The judge takes away what the session disproves: no cause has to think of that itself. */
export type Asks = 'login' | 'tls' | 'later' | 'password' | 'plain-port' | 'one-by-one' | 'submission';

export interface Alternative {
  readonly id: DiagnosisId;
}

export interface Cause {
  readonly id: DiagnosisId;
  /** The provider whose cause it is: it fits where that one certainly answered (`Evidence.from`), and then comes before what every server shares. */
  readonly provider?: ProviderFamily;
  readonly ways: readonly Way[];
  readonly actor: Actor | ((evidence: Evidence) => Actor);
  readonly asks?: readonly Asks[];
  /** It states what happened and that the words give no reason: what is likely of others is `code-only` here. */
  readonly givesNoReason?: true;
  readonly ruledOutBy?: (evidence: Evidence) => boolean;
  /** What else fits what this cause shows where it is not proven; each says by its own text what would show that it is that one. */
  readonly alternatives?: readonly DiagnosisId[];
  readonly experiments?: readonly ExperimentId[];
}

/** The judge's answer, without sentences. */
export interface Diagnosis {
  readonly id: DiagnosisId;
  readonly params: DiagnosisParams;
  readonly sure: Sure;
  /** It is not claimed, but the first of the alternatives: what the codes mean comes before it. Then `sure` is `code-only`. */
  readonly open?: true;
  readonly actor: Actor;
  readonly alternatives: readonly DiagnosisId[];
  readonly experiments: readonly ExperimentId[];
}
