/**
 * Where the view with a message's HTML may lie. It is no part of the page and lies above all of it, so that whatever covers its
 * place in the page (dialog, menu, toast) would be hidden by it: it then makes room, or goes.
 */
import type { ViewBounds } from '../../../electron/protocol/values/app/viewer.ts';

/** Pixels between the points that are asked for what lies there: less than the smallest menu or message is high, or wide. */
const STEP = 24;
const STEP_ACROSS = 48;
/** Below this height, or this share of the place, the rest is not worth showing. */
const LEAST = 80;
const LEAST_SHARE = 0.4;

/** Bounds without extent: main keeps the view and shows none of it. */
export const OUT_OF_SIGHT: ViewBounds = { x: 0, y: 0, width: 0, height: 0 };

/**
 * The whole place, its part above what covers it, or null when too little is left. `covered` answers for a point of the page.
 */
export function freeBounds(place: ViewBounds, covered: (x: number, y: number) => boolean): ViewBounds | null {
  const { x, y, width, height } = place;
  if (width < 1 || height < 1) return null;
  // Points at the very edge belong to the neighbour as often as to the place.
  const columns = Math.ceil(width / STEP_ACROSS);
  const across = Array.from({ length: columns + 1 }, (_, nth) => x + 1 + ((width - 2) * nth) / columns);
  for (let down = 1; down < height; down += STEP) {
    if (!across.some((at) => covered(at, y + down))) continue;
    const left = Math.max(0, down - STEP);
    return left >= LEAST && left >= height * LEAST_SHARE ? { x, y, width, height: left } : null;
  }
  return place;
}

/** Calls back at once and whenever the page may have changed, at most once a frame. The answer ends it. */
export function onPageChange(place: HTMLElement, changed: () => void): () => void {
  const { body } = place.ownerDocument;
  let frame = 0;
  const ask = (): void => {
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      changed();
    });
  };
  const mutations = new MutationObserver(ask);
  mutations.observe(body, { childList: true, subtree: true, attributes: true });
  const sizes = new ResizeObserver(ask);
  sizes.observe(place);
  sizes.observe(body);
  document.addEventListener('scroll', ask, { capture: true, passive: true });
  ask();
  return () => {
    cancelAnimationFrame(frame);
    mutations.disconnect();
    sizes.disconnect();
    document.removeEventListener('scroll', ask, { capture: true });
  };
}

export function boundsOf(place: HTMLElement): ViewBounds | null {
  const { x, y, width, height } = place.getBoundingClientRect();
  const whole = { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
  return freeBounds(whole, (atX, atY) => {
    const element = document.elementFromPoint(atX, atY);
    if (element === null || place.contains(element) || element.contains(place)) return false;
    return contains(element.getBoundingClientRect(), atX, atY) || hasPaintedPseudo(element);
  });
}

const contains = ({ left, right, top, bottom }: DOMRect, x: number, y: number): boolean =>
  x >= left && x <= right && y >= top && y <= bottom;

/**
 * An element that is hit beyond its own box is hit by a pseudo-element. One that shows nothing only makes the element easier to
 * press, such as a bar of one pixel: it hides nothing, and is no reason to hide the message.
 */
function hasPaintedPseudo(element: Element): boolean {
  return ['::before', '::after'].some((pseudo) => {
    const { content, backgroundColor, backgroundImage, borderStyle, boxShadow } = getComputedStyle(element, pseudo);
    if (content === 'none' || content === 'normal') return false;
    const clear = /^(?:transparent|rgba\(.*, 0\))$/.test(backgroundColor) && backgroundImage === 'none';
    return content !== '""' || !clear || borderStyle !== 'none' || boxShadow !== 'none';
  });
}
