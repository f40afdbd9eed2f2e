/** Arrow keys in the sidebar: from entry to entry, over the borders of the groups; Home and End to the first and the last. */
export function nextEntry(event: KeyboardEvent, within: HTMLElement | undefined): void {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || within === undefined) return;
  const entries = [...within.querySelectorAll<HTMLElement>('[data-entry]')].filter(
    (each) => each.offsetParent !== null,
  );
  const at = entries.findIndex((each) => each === document.activeElement);
  if (at === -1) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
  const next = to === undefined ? undefined : entries[to];
  if (next === undefined || to === -1) return;
  event.preventDefault();
  next.focus();
}
