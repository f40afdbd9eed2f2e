/** Rules as rows of a table: what is said of each in the order in which it is read. */
import type { Actor } from '../../../texts/actors.ts';
import type { Rule, Source, When } from '../types.ts';

/** `id`: whole, its family included. */
export const rule = (
  id: string,
  when: When,
  title: string,
  cause: string,
  actor: Actor,
  remedy: string,
  source: Source,
): Rule => ({ id, when, title, cause, actor, remedy, source });

type WithoutSource = [name: string, when: When, title: string, cause: string, actor: Actor, remedy: string];

/** For a table of one family, most of which was read on one page. */
export const rulesOfFamily =
  (family: string, usual: Source) =>
  (...[name, when, title, cause, actor, remedy, source = usual]: [...WithoutSource, source?: Source]): Rule =>
    rule(`${family}.${name}`, when, title, cause, actor, remedy, source);
