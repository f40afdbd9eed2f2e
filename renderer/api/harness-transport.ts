/**
 * The transport to the plain Node host of test/harness: a POST per call, a streamed response per subscription. The token
 * comes in the page's fragment, which no server sees and no referrer carries.
 */
import { decodeJson, encodeJson } from '../../electron/ipc/json-codec.ts';
import type { AppErrorValue } from '../../electron/protocol/values/app-error.ts';
import type { StreamFrame, Transport } from '../../electron/ipc/transport.ts';

/** Null when the page was not opened through the harness's address. */
export function harnessTransport(page: { readonly origin: string; readonly hash: string }): Transport | null {
  const token = new URLSearchParams(page.hash.slice(1)).get('token');
  if (token === null) return null;

  const post = (path: string, payload: unknown, signal: AbortSignal | null): Promise<Response> =>
    fetch(new URL(path, page.origin), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-posthorn-token': token },
      body: encodeJson(payload),
      signal,
    });

  return {
    async invoke(channel, payload) {
      const response = await post(`/call/${channel}`, payload, null);
      return decodeJson(await response.text());
    },

    subscribe(channel, params, onEvent, onEnd) {
      const stop = new AbortController();
      void follow();
      return () => stop.abort();

      async function follow(): Promise<void> {
        let ended: AppErrorValue | null = { code: 'disconnected', params: {} };
        try {
          const response = await post(`/stream/${channel}`, params, stop.signal);
          for await (const line of lines(response)) {
            if (stop.signal.aborted) return;
            const frame = decodeJson(line) as StreamFrame;
            if ('end' in frame) {
              ended = frame.end;
              break;
            }
            onEvent(frame.event);
          }
        } catch (error) {
          ended = { code: 'disconnected', params: { reason: error instanceof Error ? error.message : String(error) } };
        }
        if (!stop.signal.aborted) onEnd(ended);
      }
    },
  };
}

async function* lines(response: Response): AsyncGenerator<string> {
  if (response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const whole = (rest + part.value).split('\n');
    rest = whole.pop() ?? '';
    yield* whole;
  }
}
