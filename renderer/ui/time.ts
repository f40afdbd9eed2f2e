/**
 * Times as a log has them: ISO dates and 24 hours, in local time, whatever the place's own way is. They stand beside server text
 * and are compared with other logs.
 */
const two = (value: number): string => String(value).padStart(2, '0');

export const isoDate = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const minutes = (date: Date): string => `${two(date.getHours())}:${two(date.getMinutes())}`;
const seconds = (date: Date): string => `${minutes(date)}:${two(date.getSeconds())}`;

/** The time of day; the date and the minute where it was not today. `at`: ISO, or milliseconds since 1970. */
export function clockTime(at: string | number, now = new Date()): string {
  const date = new Date(at);
  return date.toDateString() === now.toDateString() ? seconds(date) : `${isoDate(date)} ${minutes(date)}`;
}

export function fullTime(iso: string): string {
  const date = new Date(iso);
  return `${isoDate(date)} ${seconds(date)}`;
}
