/** What the palette offers for what was typed: actions, profiles, servers of past runs, and the typed text itself where it may be a server. */
import { bestScore } from './fuzzy.ts';
import { shortcutText } from '../actions/shortcuts.ts';
import { isServer, tidyTarget } from '../../session/target/target-words.ts';
import type { Action } from '../actions/actions.ts';

export interface PaletteItem {
  /** Unique, and the same every time: it is what "recent" remembers. */
  readonly key: string;
  readonly title: string;
  readonly note: string;
  /** Empty where there is none. */
  readonly shortcut: string;
  readonly kind: 'action' | 'profile' | 'target' | 'fault';
  readonly run: () => void;
}

export interface PaletteProfile {
  readonly id: string;
  readonly name: string;
  /** The name of its folder; empty outside of any. */
  readonly folder: string;
  readonly favourite: boolean;
  /** What else it is found by: server and user. */
  readonly words: string;
}

export interface PaletteSource {
  readonly actions: readonly Action[];
  readonly profiles: readonly PaletteProfile[];
  readonly useProfile: (id: string) => void;
  /** As typed at the time, newest first, each server once. */
  readonly targets: readonly string[];
  /** Faults that the test server can play, as they are chosen under Behaviour. */
  readonly presets: readonly string[];
  /** Null: as usual again. */
  readonly behave: (preset: string | null) => void;
  /** Keys of items, the last used first. */
  readonly recent: readonly string[];
  readonly inspect: (target: string) => void;
  readonly mac: boolean;
}

const SHOWN_TARGETS = 5;
const SHOWN_PROFILES = 5;
/** Nobody reads further; each is a row to build with every key. */
const SHOWN = 80;
const SHOWN_RECENT = 3;

export function paletteItems(query: string, source: PaletteSource): PaletteItem[] {
  const typed = query.trim();
  const items = [...actionItems(source), ...profileItems(source), ...targetItems(source), ...faultItems(source)];
  const ranked = items
    .flatMap(({ item, words }) => {
      const score = bestScore(typed, item.title, words);
      return score === null ? [] : [{ item, score: score + first(item, source.recent, typed) }];
    })
    // Stable: what fits equally well keeps the order of the list.
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
  const shown = (typed === '' ? firstOnly(ranked) : ranked).slice(0, SHOWN);
  return looksLikeServer(typed) ? [...shown, inspectItem(tidyTarget(typed), source)] : shown;
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

function profileItems({ profiles, useProfile }: PaletteSource): { item: PaletteItem; words: string }[] {
  // The favourites first: what fits equally well keeps the order of the list.
  return [...profiles.filter((one) => one.favourite), ...profiles.filter((one) => !one.favourite)].map(
    ({ id, name, folder, words }) => ({
      item: {
        key: `profile ${id}`,
        title: name,
        note: folder === '' ? 'Profile' : `Profile in ${folder}`,
        shortcut: '',
        kind: 'profile',
        run: () => useProfile(id),
      },
      words: `profile ${folder} ${words}`,
    }),
  );
}

/** Found by what is typed, and not in the way before. */
const faultItems = ({ presets, behave }: PaletteSource): { item: PaletteItem; words: string }[] =>
  [...presets, null].map((preset) => ({
    item: {
      key: `fault ${preset ?? ''}`,
      title: preset === null ? 'Test server: behave as usual' : `Test server: play ${preset}`,
      note: 'Fault',
      shortcut: '',
      kind: 'fault',
      run: () => behave(preset),
    },
    words: 'fault preset behaviour script misbehave',
  }));

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

const places = { profile: 0.5, action: 0, target: -1, fault: -2 } as const;

/** With nothing typed the last used come first, then profiles, and servers last; else it only decides between what fits about equally well. */
function first({ key, kind }: PaletteItem, recent: readonly string[], typed: string): number {
  const at = recent.indexOf(key);
  if (typed === '') return at !== -1 && at < SHOWN_RECENT ? SHOWN_RECENT - at : places[kind];
  return at === -1 ? 0 : (recent.length - at) * 2;
}

function firstOnly(items: readonly PaletteItem[]): PaletteItem[] {
  const left = { action: Infinity, profile: SHOWN_PROFILES, target: SHOWN_TARGETS, fault: 0 };
  return items.filter(({ kind }) => (left[kind] -= 1) >= 0);
}

/** What the engine would take, unless it is made of words like any other. */
const looksLikeServer = (typed: string): boolean =>
  typed.length > 3 &&
  isServer(typed) &&
  (/[^.]\.[^.]/.test(tidyTarget(typed)) || /:\d+$/.test(typed) || /:.*:|^\//.test(typed));
