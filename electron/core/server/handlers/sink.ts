/** Takes every message and keeps none. */
import type { MessageHandler } from '../types.ts';

export function sinkHandler(): MessageHandler {
  return {
    name: 'sink',
    handle: async (_, spooled) => {
      await spooled.discard();
      return { reply: null, message: null };
    },
  };
}
