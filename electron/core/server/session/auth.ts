/** The AUTH exchange as part of a session: its lines, its result, and how long what follows may be a secret. */
import { randomBytes } from 'node:crypto';
import type { WireLine } from '../../wire/line-reader.ts';
import { AuthDialogue } from '../users/exchange.ts';
import { mechanismsOnOffer } from '../commands/capabilities.ts';
import { encodeReply, replies } from '../commands/replies.ts';
import type { SessionCore } from './core.ts';

export class SessionAuth {
  /** An AUTH command was refused: what comes after it may be its responses, sent without waiting. */
  afterRefusal = false;
  readonly #core: SessionCore;
  #dialogue: AuthDialogue | null = null;

  constructor(core: SessionCore) {
    this.#core = core;
  }

  start(mechanism: string, initial: string | null, shown: string): void {
    const { state, config, services } = this.#core;
    state.beginAuth();
    this.#dialogue = new AuthDialogue(mechanism, services.users, {
      hostname: config.server.hostname,
      bindings: state.bindings,
      offered: mechanismsOnOffer(state, config),
      random: (octets) => randomBytes(octets),
      external: state.clientNames,
    });
    this.#core.pump.wait(this.#dialogue.start(initial), (step) => this.#answer(step, shown));
  }

  takeResponse(line: WireLine): void {
    const dialogue = this.#dialogue;
    if (dialogue === null) return;
    const { deadline, journal, config, pump } = this.#core;
    deadline.set(config.limits.commandMs);
    journal.received(dialogue.shown(line.raw.length));
    if (line.content.length > config.limits.authLine) return this.#answer(dialogue.fail(replies.authLineTooLong), '');
    pump.wait(dialogue.respond(line.content), (step) => this.#answer(step, ''));
  }

  /** A response line beyond what is kept. */
  refuseLongLine(): void {
    if (this.#dialogue !== null) this.#answer(this.#dialogue.fail(replies.authLineTooLong), '');
  }

  #answer(step: Awaited<ReturnType<AuthDialogue['start']>>, shown: string): void {
    const core = this.#core;
    const dialogue = this.#dialogue;
    if (dialogue === null || core.closed) return;
    if (step.failure !== null) core.journal.failure(step.failure);
    for (const said of dialogue.takeSaid()) core.journal.note('auth', 'sasl-message', said);
    if (step.kind === 'challenge') return core.reply(shown, step.reply, { keepPhase: true });
    this.#dialogue = null;
    core.state.endAuth(step.kind === 'success' ? step.user : null);
    this.afterRefusal = step.kind === 'failure';
    const tried = { mechanism: dialogue.mechanism, ok: step.kind === 'success', reply: encodeReply(step.reply).reply };
    core.journal.fact({ type: 'auth', tried, offered: mechanismsOnOffer(core.state, core.config), user: step.user });
    if (step.kind === 'success') core.journal.update({ user: step.user });
    core.reply(shown, step.reply);
  }
}
