/** `posthorn serve`: the test server in the foreground, until it is told to stop. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SpooledMessage } from '../../core/ports.ts';
import { debuggingHandler } from '../../core/server/handlers/debugging.ts';
import { proxyHandler } from '../../core/server/handlers/proxy.ts';
import { openRelay, type OpenRelay } from '../../core/server/listener/relay-rule.ts';
import { limits } from '../limits.ts';
import { createTestServer } from '../../core/server/server.ts';
import type { MessageHandler, UserVerifier } from '../../core/server/handlers/types.ts';
import { systemClock } from '../../core/recording/clock.ts';
import { ensureAuthority } from '../../storage/authority/store.ts';
import { clientRoots } from '../../core/tls/client-certificate.ts';
import type { ListenerState } from '../../protocol/values/server/server.ts';
import { listenReason } from '../../texts/app/app-errors.ts';
import { visible } from '../../texts/visible.ts';
import type { ServerConfig } from '../../protocol/values/server/server.ts';
import { planTarget } from '../../core/smtp/plan/target.ts';
import type { serveOutput, ServeValues } from '../options/serve.ts';
import type { RunCommand, Values as ValuesOf } from '../options/types.ts';
import { dataDir } from '../input/data-dir.ts';
import { scriptFrom } from '../arguments/script.ts';
import { serverConfigFrom, usersFrom } from '../arguments/listen.ts';
import { humanOutput, isElsewhere, jsonOutput, type ServeOutput } from '../output/serve.ts';
import { showMade } from '../output/made-passwords.ts';
import type { Output } from '../output/terminal.ts';
import { readText } from '../input/read-text.ts';
import { openStore } from '../output/serve-store.ts';
import { status, UsageError } from '../status.ts';
import { onAbort } from '../../core/recording/on-abort.ts';
import { hostPortText } from '../../protocol/parse/host-port.ts';
import { isOpenToOthers } from '../../protocol/parse/listen-address.ts';

/** As storage/authority writes it: what a client needs in order to trust our certificates. */
const AUTHORITY_CERTIFICATE = 'ca.pem';

interface Values extends ServeValues {
  readonly output: ValuesOf<typeof serveOutput>;
}

export const runServe: RunCommand<Values> = async ({ terminal, signal, mailboxWorker }, options) => {
  const { behaviour = {} } = options;
  const users = usersFrom(options);
  const serving = serverConfigFrom(options, users);
  const script = scriptFrom(behaviour.script);
  const clientCa = await clientCaFrom(behaviour.clientCa);
  const config = { ...serving.config, ...(script === null ? {} : { script }) };
  const { json = false, debug = false } = options.output;
  // With --json standard output is for JSON alone; the printed messages go beside it.
  const output = json ? jsonOutput(terminal) : humanOutput(terminal, debug);
  const relay = relayFrom(behaviour, config, serving.users, signal);
  const store = await openStore(behaviour.store ?? 'memory', {
    printed: json || debug,
    relay,
    workerUrl: mailboxWorker,
  });
  let forgetMade = async (): Promise<void> => undefined;
  try {
    forgetMade = await showMade(users, behaviour.passwordsFile, terminal);
    const printer = json ? terminal.err : terminal.out;
    const kept = printing(store.handler, output, json, signal);
    const authorityDir = join(dataDir(), 'authority');
    const authorities = { replaced: false };
    const server = createTestServer({
      config,
      spool: store.spool,
      handler: debug ? debuggingHandler(paced(printer, signal), kept) : kept,
      users: serving.users,
      tls: async () => {
        const authority = await ensureAuthority(authorityDir);
        authorities.replaced ||= authority.replaced;
        return authority.issue();
      },
      ...(clientCa === null ? {} : { clientCa }),
      badTls: async (kind) => (await ensureAuthority(authorityDir)).issueBad(kind),
      clock: systemClock,
      observer: output,
    });
    const states = await server.start();
    if (authorities.replaced)
      terminal.err.line(
        `posthorn: the certificate authority was made anew: programs that trust the one before need ${visible(join(authorityDir, AUTHORITY_CERTIFICATE))}`,
      );
    const failed = states.filter((state) => !state.listening);
    if (failed.length > 0) {
      for (const state of failed) terminal.err.line(`posthorn: ${listenComplaint(state)}`);
      await server.stop();
      return status.unable;
    }
    for (const { config: one, boundPort } of states.filter((state) => isOpenToOthers(state.config)))
      terminal.err.line(
        `posthorn: others on the network can reach ${visible(hostPortText(one.host ?? '', boundPort))}`,
      );
    for (const { config: one, boundPort } of json ? states.filter(isElsewhere) : [])
      terminal.err.line(`posthorn: port ${one.port ?? ''} is taken; ${boundPort ?? ''} is used instead`);
    const encrypted = states.some((state) => state.config.security !== 'none');
    output.listening(states, encrypted ? join(authorityDir, AUTHORITY_CERTIFICATE) : null);
    if (script !== null) output.script(script);
    await aborted(signal);
    await server.stop();
    output.end();
    return status.ok;
  } finally {
    await forgetMade();
    await store.close();
  }
};

/** `file`: what --client-ca says. @throws UsageError, AppError `invalid-argument` */
async function clientCaFrom(file: string | undefined): Promise<string | null> {
  if (file === undefined) return null;
  const pem = await readText(file, '--client-ca');
  try {
    clientRoots(pem);
  } catch {
    throw new UsageError(
      '--client-ca needs PEM of certificate authorities (without name constraints), and nothing else',
    );
  }
  return pem;
}

/** Null without --relay. @throws UsageError for a target that is none, and for a relay open to the world */
function relayFrom(
  { relay: target, store }: NonNullable<ServeValues['behaviour']>,
  config: ServerConfig,
  users: UserVerifier,
  signal: AbortSignal,
): MessageHandler | null {
  if (target === undefined) return null;
  if (store !== undefined) throw new UsageError('--relay and --store exclude each other');
  if (!planTarget(target, {}).ok) throw new UsageError('--relay needs a target, such as mail.example.org:25');
  const open = openRelay(config, users);
  if (open !== null) throw new UsageError(openRelayText(open));
  return proxyHandler({
    connection: { target },
    auth: null,
    hostname: config.hostname,
    clock: systemClock,
    signal,
    events: () => undefined,
  });
}

function openRelayText({ listener, proxied, way }: OpenRelay): string {
  const why =
    way.kind === 'xclient'
      ? ' (--allow-xclient lets them claim a login)'
      : way.kind === 'login'
        ? ` (${visible(way.mechanism)} lets in anybody)`
        : '';
  const advice = proxied
    ? 'use --auth; behind a proxy a loopback listener is no protection'
    : 'use --auth, or listen on loopback';
  return `--relay: anybody who reaches ${visible(listener)} could send mail through it${why}; ${advice}`;
}

/** Prints each message once the next handler has taken it. Its octets are read before, for the next one may discard them. */
function printing(next: MessageHandler, output: ServeOutput, withOctets: boolean, signal: AbortSignal): MessageHandler {
  return {
    name: next.name,
    relays: next.relays === true,
    handle: async (message, spooled) => {
      await orAborted(signal, output.room());
      const raw = withOctets && spooled.size <= limits.server.printedMessage ? await octetsOf(spooled) : null;
      const result = await next.handle(message, spooled);
      if (result.reply === null || result.reply.code < 400) {
        output.received({ id: result.message?.id ?? randomUUID(), message, size: spooled.size, raw });
      }
      return result;
    },
  };
}

/** Waits for a reader who is slower than those who send. */
function paced(printer: Output, signal: AbortSignal): (text: string) => Promise<void> {
  return async (text) => {
    printer.write(text);
    if (printer.waiting > limits.server.unreadOutput) await orAborted(signal, printer.drained());
  };
}

async function octetsOf(spooled: SpooledMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of spooled.stream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function listenComplaint({ config, error }: ListenerState): string {
  const where = config.path ?? hostPortText(config.host ?? '', config.port);
  return `listen-failed: cannot listen on ${visible(where)}${error === null ? '' : `: ${listenReason(error)}`}`;
}

/** A server that is told to end waits for no reader. */
function orAborted(signal: AbortSignal, wait: Promise<void>): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const lift = onAbort(signal, resolve);
    void wait.finally(() => {
      lift();
      resolve();
    });
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else onAbort(signal, resolve);
  });
}
