/** What the user has set for the whole app. Kept by main in one file; the window shows and changes it through calls. */
import * as v from 'valibot';
import { CountSchema, MillisecondsSchema } from '../common.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export const ThemeSchema = v.picklist(THEMES);
export type Theme = v.InferOutput<typeof ThemeSchema>;

/** A limit the user may set: a second at least, an hour at most. */
const LimitSchema = v.pipe(MillisecondsSchema, v.minValue(1_000), v.maxValue(3_600_000));

export const SettingsSchema = v.object({
  theme: ThemeSchema,
  /** Name for EHLO, HELO and LHLO; null: worked out from this machine's name. */
  ehloName: v.nullable(v.string()),
  /** Limits that replace the defaults of core/smtp/limits.ts; null: the default. */
  timeouts: v.object({
    connect: v.nullable(LimitSchema),
    greeting: v.nullable(LimitSchema),
    reply: v.nullable(LimitSchema),
    finalDot: v.nullable(LimitSchema),
  }),
  /** PEM text of roots trusted beside the system's, with the name of the file it came from; null: none. */
  trust: v.nullable(v.object({ name: v.string(), pem: v.string() })),
  /** Oldest messages, sessions and runs beyond these go; 0: no limit. */
  retention: v.object({ messages: CountSchema, runs: CountSchema }),
  /** A desktop notification for each message that arrives while the window is not in front. */
  notifyOnMail: v.boolean(),
  /** Keep running in the tray when the window is closed. */
  tray: v.boolean(),
  /** Ask the release feed once a day; null: the user was not asked yet, and nothing is. */
  updates: v.nullable(v.boolean()),
});
export type Settings = v.InferOutput<typeof SettingsSchema>;

export const defaultSettings: Settings = {
  theme: 'system',
  ehloName: null,
  timeouts: { connect: null, greeting: null, reply: null, finalDot: null },
  trust: null,
  retention: { messages: 10_000, runs: 1_000 },
  notifyOnMail: false,
  tray: false,
  updates: null,
};

const { theme, ehloName, timeouts, trust, retention, notifyOnMail, tray, updates } = SettingsSchema.entries;

/** As the file holds them. What an older version did not know yet gets its default. */
export const StoredSettingsSchema = v.object({
  schema: v.literal(1),
  theme: v.optional(theme, defaultSettings.theme),
  ehloName: v.optional(ehloName, defaultSettings.ehloName),
  timeouts: v.optional(v.partial(timeouts), {}),
  trust: v.optional(trust, defaultSettings.trust),
  retention: v.optional(v.partial(retention), {}),
  notifyOnMail: v.optional(notifyOnMail, defaultSettings.notifyOnMail),
  tray: v.optional(tray, defaultSettings.tray),
  updates: v.optional(updates, defaultSettings.updates),
});
export type StoredSettings = v.InferOutput<typeof StoredSettingsSchema>;

export function completeSettings({ schema: _, ...settings }: StoredSettings): Settings {
  return {
    ...settings,
    timeouts: { ...defaultSettings.timeouts, ...defined(settings.timeouts) },
    retention: { ...defaultSettings.retention, ...defined(settings.retention) },
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the members that are there and undefined, which would hide a default. */
export function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
