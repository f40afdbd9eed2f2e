/** Takes every message and keeps none. */
import type { HandlerResult, MessageHandler } from './types.ts';

const nothing: HandlerResult = { reply: null, message: null };

export function sinkHandler(): MessageHandler {
  return {
    name: 'sink',
    handle: (_, spooled) => (spooled.path === '' ? nothing : spooled.discard().then(() => nothing)),
  };
}
