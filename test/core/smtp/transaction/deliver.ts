/** What the tests of a transaction share: a server that follows a script, and a message sent through it. */
import { expect } from 'vitest';
import { runSend } from '../../../harness/client-run.ts';
import { type ScriptStep, startScripted } from '../../../harness/peers/scripted-server.ts';

/** Greeting, and an EHLO answer with these keywords. */
export const hello = (...keywords: string[]): ScriptStep[] => {
  const lines = ['mx.test', ...keywords].map(
    (text, index, all) => `250${index === all.length - 1 ? ' ' : '-'}${text}\r\n`,
  );
  return [{ send: '220 mx.test\r\n' }, { expect: '^(EHLO|LHLO)' }, { send: lines.join('') }];
};
/** One command and its answer. */
export const ok = (pattern: string, reply = '250 ok'): ScriptStep[] => [{ expect: pattern }, { send: `${reply}\r\n` }];

/** Sends through a server that follows the script, and only it. */
export async function deliver(
  script: readonly ScriptStep[],
  options: Omit<Parameters<typeof runSend>[0], 'connection'> = {},
  connection: object = {},
) {
  const server = await startScripted(script);
  const run = await runSend({
    ...options,
    connection: { security: 'none', ...connection, target: `127.0.0.1:${server.port}` },
  });
  await server.close();
  expect(server.recorded.mismatch).toBeNull();
  return { ...run, recorded: server.recorded };
}
