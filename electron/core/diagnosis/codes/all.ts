/** Every list of codes, and what its codes add to the causes they stand for. */
import type { Actor } from '../../../texts/actors.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause, Way } from '../types.ts';
import { filters } from './filters.ts';
import { isps } from './isps.ts';
import { type CodeList, type ListedCode, listedCode } from './list.ts';

export const codeLists: readonly CodeList[] = [...isps, ...filters];

/** What the reply's own code says, by the list of whoever wrote it. */
export const listedIn = ({ reply }: Evidence): ListedCode | null => listedCode(reply, codeLists);

const meant: ReadonlySet<string> = new Set(codeLists.flatMap(({ means }) => Object.values(means)));

/** Above all that words can weigh: "Connection refused OXSUS0001_105" is about reverse DNS. */
const weight = 100;

/** Causes with ways more: that a listed code says so. */
export const withListedCodes = (causes: readonly Cause[]): readonly Cause[] =>
  causes.map((cause) =>
    meant.has(cause.id)
      ? { ...cause, actor: (seen) => actorOf(cause, seen), ways: [...cause.ways, ...waysOf(cause.id)] }
      : cause,
  );

function actorOf({ id, actor }: Cause, seen: Evidence): Actor {
  const code = listedIn(seen);
  const listed = code?.means === id ? code.actor : null;
  return listed ?? (typeof actor === 'function' ? actor(seen) : actor);
}

const waysOf = (id: Cause['id']): readonly Way[] =>
  (['proven', 'likely'] as const).map((sure) => ({
    origin: 'any',
    weight,
    sure,
    when: (seen) => {
      const code = listedIn(seen);
      return code?.means === id && code.sure === sure;
    },
  }));
