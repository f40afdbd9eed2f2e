/** A host whose handlers only note that they were called; tests replace the few they are about. */
import { contract } from '../../electron/ipc/contract.ts';
import { AppError } from '../../electron/protocol/values/app-error.ts';
import { createHost, type Handlers, type Host, type Streams } from '../../electron/ipc/host.ts';
import type { TestSender } from './local-transport.ts';

export interface FakeHost {
  readonly host: Host<TestSender>;
  /** Names of the handlers that ran, in order. */
  readonly reached: string[];
  /** What would have gone to main's stderr. */
  readonly logged: string[];
}

export function fakeHost(handlers: Partial<Handlers> = {}, streams: Partial<Streams> = {}): FakeHost {
  const reached: string[] = [];
  const logged: string[] = [];
  const refuse = (name: string) => (): never => {
    reached.push(name);
    throw new AppError('internal', { reached: name });
  };
  const each = <N extends string>(names: Record<N, unknown>): Record<N, () => never> =>
    Object.fromEntries(Object.keys(names).map((name) => [name, refuse(name)])) as Record<N, () => never>;
  const host = createHost<TestSender>({
    handlers: { ...each(contract.calls), ...handlers },
    streams: { ...each(contract.streams), ...streams },
    trusted: (sender) => sender.trusted,
    log: (line) => logged.push(line),
  });
  return { host, reached, logged };
}
