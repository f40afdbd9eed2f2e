/** What the palette offers for what was typed: actions, servers of past runs, and the typed text itself where it may be a server. */
import { bestScore } from './fuzzy.ts';
import { shortcutText } from './shortcuts.ts';
import type { Action } from './actions.ts';

export interface PaletteItem {
  /** Unique, and the same every time: it is what "recent" remembers. */
  readonly key: string;
  readonly title: string;
  readonly note: string;
  /** Empty where there is none. */
  readonly shortcut: string;
  readonly kind: 'action' | 'target';
  readonly run: () => void;
}

export interface PaletteSource {
  readonly actions: readonly Action[];
  /** As typed at the time, newest first, each server once. */
  readonly targets: readonly string[];
  /** Keys of items, the last used first. */
  readonly recent: readonly string[];
  readonly inspect: (target: string) => void;
  readonly mac: boolean;
}

const SHOWN_TARGETS = 5;
const SHOWN_RECENT = 3;

export function paletteItems(query: string, source: PaletteSource): PaletteItem[] {
  const typed = query.trim();
  const items = [...actionItems(source), ...targetItems(source)];
  const ranked = items
    .flatMap(({ item, words }) => {
      const score = bestScore(typed, item.title, words);
      return score === null ? [] : [{ item, score: score + first(item, source.recent, typed) }];
    })
    // Stable: what fits equally well keeps the order of the list.
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
  const shown = typed === '' ? firstTargetsOnly(ranked) : ranked;
  return looksLikeServer(typed) ? [...shown, inspectItem(typed, source)] : shown;
}

/** Newest first, each once, not for ever. */
export const withRecent = (recent: readonly string[], key: string): string[] =>
  [key, ...recent.filter((each) => each !== key)].slice(0, 20);

function actionItems({ actions, mac }: PaletteSource): { item: PaletteItem; words: string }[] {
  return actions
    .filter((action) => action.id !== 'palette' && action.enabled())
    .map((action) => ({
      item: {
        key: action.id,
        title: action.title,
        note: action.group,
        shortcut: shortcutText(action.id, mac),
        kind: 'action',
        run: () => action.run(),
      },
      words: `${action.group} ${action.keywords}`,
    }));
}

const targetItems = (source: PaletteSource): { item: PaletteItem; words: string }[] =>
  source.targets.map((target) => ({ item: inspectItem(target, source), words: target }));

const inspectItem = (target: string, { inspect }: PaletteSource): PaletteItem => ({
  key: `inspect ${target}`,
  title: `Inspect ${target}`,
  note: 'Server',
  shortcut: '',
  kind: 'target',
  run: () => inspect(target),
});

/** With nothing typed the last used come first and servers last; else it only decides between what fits about equally well. */
function first({ key, kind }: PaletteItem, recent: readonly string[], typed: string): number {
  const at = recent.indexOf(key);
  if (typed === '') return at !== -1 && at < SHOWN_RECENT ? SHOWN_RECENT - at : kind === 'target' ? -1 : 0;
  return at === -1 ? 0 : (recent.length - at) * 2;
}

function firstTargetsOnly(items: readonly PaletteItem[]): PaletteItem[] {
  let left = SHOWN_TARGETS;
  return items.filter((item) => {
    if (item.kind === 'target') left -= 1;
    return item.kind !== 'target' || left >= 0;
  });
}

const looksLikeServer = (typed: string): boolean =>
  typed.length > 3 && !/\s/.test(typed) && (/[^.]\.[^.]/.test(typed) || /:\d+$/.test(typed) || typed.startsWith('/'));
