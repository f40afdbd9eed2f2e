/** The window over a host that is made up, to be looked at. `?messages=10000&pace=30&viewer` */
import { fakeTransport } from '../fake/transport.ts';

const options = new URLSearchParams(location.search);
Object.defineProperty(window, 'posthorn', {
  value: fakeTransport({
    messages: Number(options.get('messages') ?? '40'),
    pace: Number(options.get('pace') ?? '0'),
    viewer: options.has('viewer'),
  }),
});
await import('../../../renderer/main.ts');
