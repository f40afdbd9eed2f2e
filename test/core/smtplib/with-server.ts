/** One client and one server of rules for a test, both gone afterwards. */
import type { ClientOptions } from '../../../electron/core/smtp/client/link.ts';
import { LmtpClient, SmtpClient } from '../../../electron/core/smtp/client/client.ts';
import { type RuleScript, type RuleServer, startRuleServer } from '../../harness/peers/rule-server.ts';

type Work<C> = (client: C, server: RuleServer) => Promise<void>;

/** Not connected yet. */
export async function withServer(script: RuleScript, options: ClientOptions, work: Work<SmtpClient>): Promise<void> {
  await around(script, new SmtpClient(options), work);
}

/** Connected, with `client.test` as its name. */
export async function connected(
  script: RuleScript,
  work: Work<SmtpClient>,
  options: ClientOptions = {},
): Promise<void> {
  await around(script, new SmtpClient({ localHostname: 'client.test', ...options }), opened(work));
}

export async function connectedLmtp(script: RuleScript, work: Work<LmtpClient>): Promise<void> {
  await around(script, new LmtpClient({ localHostname: 'client.test' }), opened(work));
}

function opened<C extends SmtpClient>(work: Work<C>): Work<C> {
  return async (client, server) => {
    await client.open('127.0.0.1', server.port);
    await work(client, server);
  };
}

async function around<C extends SmtpClient>(script: RuleScript, client: C, work: Work<C>): Promise<void> {
  const server = await startRuleServer(script);
  try {
    await work(client, server);
  } finally {
    await client.close();
    await server.close();
  }
}

/** What it is rejected with; resolving is a failure of the test. */
export async function caught(promise: Promise<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`resolved with ${JSON.stringify(value)}`);
}

/** Lines and messages that the server heard. */
export const lines = (server: RuleServer): string[] => server.heard.map(([, text]) => text);
