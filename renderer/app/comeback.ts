/**
 * Where the window was, for a page that is loaded after the one before it died: the screen, and what stood in the inspector's form but its
 * password. Kept in the page's session storage, which lives as long as the window; a page that leaves in the usual way takes it along.
 */
import * as v from 'valibot';
import { AuthOptionsSchema, ConnectionOptionsSchema } from '../../electron/protocol/values/target.ts';
import { SCREENS, type Screen } from '../../electron/texts/app/actions.ts';

const NAME = 'posthorn.place';

const WindowPlaceSchema = v.object({
  screen: v.pipe(
    v.string(),
    v.check((name) => SCREENS.some((screen) => screen.name === name)),
    v.transform((name) => name as Screen),
  ),
  connection: ConnectionOptionsSchema,
  auth: v.nullable(AuthOptionsSchema),
  profileId: v.nullable(v.string()),
});
export type WindowPlace = v.InferOutput<typeof WindowPlaceSchema>;

/** Null where the page before left in the usual way, there was none, or it kept something that this version does not know. */
export function placeBefore(storage: Storage): WindowPlace | null {
  try {
    const parsed = v.safeParse(WindowPlaceSchema, JSON.parse(storage.getItem(NAME) ?? 'null'));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

export function keepPlace(storage: Storage, place: WindowPlace): void {
  try {
    storage.setItem(NAME, JSON.stringify(place));
  } catch {
    // Full or switched off: a window that dies begins anew.
  }
}

/** The page leaves in the usual way. */
export function leavePlace(storage: Storage): void {
  try {
    storage.removeItem(NAME);
  } catch {
    // Switched off: nothing was kept.
  }
}
