/** How long ago something was, in the least room: "now", "5 m", "3 h", "2 d", then the date. */
import { isoDate } from './time.ts';

export function ageText(iso: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(iso)) / 60_000);
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${minutes} m`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h`;
  if (minutes < 14 * 24 * 60) return `${Math.floor(minutes / (24 * 60))} d`;
  return isoDate(new Date(iso));
}
