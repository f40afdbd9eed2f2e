/** Takes one command line: what of it may be shown, whether it is one at all, what a script or a handler makes of it, and acts. */
import { parseCommandLine, type ParsedCommand } from '../../wire/command.ts';
import type { Anomaly } from '../../../protocol/values/session/reply.ts';
import type { WireLine } from '../../wire/line-reader.ts';
import { editedLines } from '../commands/capabilities.ts';
import { isKnownCommand, perform, phaseOfCommand } from '../commands/commands.ts';
import { limitOutcome } from '../outcomes.ts';
import { odditiesOf } from '../commands/oddities.ts';
import { isHttpRequest, refusedLine } from '../commands/refusals.ts';
import { failedReply, replies } from '../commands/replies.ts';
import { givenPath } from '../../wire/path-argument.ts';
import type { Plan } from '../script/plan.ts';
import type { SessionAuth } from './auth.ts';
import type { SessionCore } from './core.ts';
import type { SessionData } from './data.ts';
import { carryOut, momentOf } from './faults.ts';
import { greeting, startHandshake } from './start.ts';
import { IllegalTransition, type SessionTransition } from './transitions.ts';
import { shownCommand } from '../commands/shown.ts';
import type { HandlerReply } from '../handlers/types.ts';
import type { CommandAction, CommandHandler, SessionView } from './types.ts';

export class SessionCommands {
  readonly #core: SessionCore;
  readonly #view: SessionView;
  readonly #auth: SessionAuth;
  readonly #data: SessionData;
  #line = '';
  #pipeliningNoted = false;
  readonly #noted = new Set<Anomaly>();

  constructor(core: SessionCore, view: SessionView, auth: SessionAuth, data: SessionData) {
    this.#core = core;
    this.#view = view;
    this.#auth = auth;
    this.#data = data;
  }

  /** The last one, as shown. */
  get line(): string {
    return this.#line;
  }

  take(line: WireLine): void {
    const core = this.#core;
    const { state, config, journal } = core;
    const command = parseCommandLine(line);
    const shown = shownCommand(line, command, this.#auth.afterRefusal);
    core.plan = null;
    this.#line = shown.text;
    core.deadline.set(config.limits.commandMs);
    journal.beginPhase(phaseOfCommand(command.verb, state));
    journal.received(shown);
    this.#noteUnofferedPipelining(command.verb);
    if (isHttpRequest(command.text)) {
      journal.anomaly('http-request', command.verb);
      return core.close(replies.http, 'protocol', null);
    }
    if (state.countCommand() > config.limits.commands) {
      return core.close(replies.tooManyCommands, 'limit', limitOutcome('server.commands', journal.phase()));
    }
    const handler = this.#handler(command.verb);
    if (handler !== null || isKnownCommand(command.verb)) this.#auth.afterRefusal = false;
    const refused = refusedLine(line, command, config.limits.commandLine);
    if (refused !== null) return this.#act({ kind: 'reply', reply: refused }, command, shown.text);
    const { script } = core.services;
    if (script?.wants(command.verb, command.args) !== true) return this.#perform(handler, command, shown.text);
    const recipient = command.verb === 'RCPT' ? [givenPath(command.args)] : null;
    const sender = command.verb === 'MAIL' ? givenPath(command.args) : null;
    const moment = momentOf(core, command.verb, recipient);
    const plan = script.at(sender === null ? moment : { ...moment, sender });
    carryOut(core, plan, () => this.#performAsPlanned(plan, handler, command, shown.text));
  }

  #handler(verb: string): CommandHandler | null {
    const handlers = this.#core.services.commands;
    return handlers !== undefined && Object.hasOwn(handlers, verb) ? (handlers[verb] ?? null) : null;
  }

  #performAsPlanned(plan: Plan | null, handler: CommandHandler | null, command: ParsedCommand, shown: string): void {
    const reply = plan?.reply ?? null;
    // What is refused is not carried out; nor is a 2yz given where the command would be followed by something else.
    if (reply !== null && reply.code >= 400) {
      if (command.verb === 'BDAT') {
        // Its octets come all the same, and must not be taken for commands.
        const usual = perform(command.verb, command.args, this.#core.state, this.#core.config);
        return this.#act(usual.kind === 'chunk' ? { ...usual, refusal: reply } : usual, command, shown);
      }
      if (command.verb === 'RCPT' && this.#core.state.transaction !== null) this.#core.state.refuseRecipient();
      return this.#act({ kind: 'reply', reply }, command, shown);
    }
    this.#perform(handler, command, shown);
  }

  #perform(handler: CommandHandler | null, command: ParsedCommand, shown: string): void {
    const core = this.#core;
    // A handler may ask for it when its client is gone.
    const usual = (): CommandAction =>
      core.closed
        ? { kind: 'reply', reply: replies.sessionOver }
        : perform(command.verb, command.args, core.state, core.config);
    if (handler === null) return this.#act(this.#planned(usual(), command), command, shown);
    const answer = this.#ask(handler, command, usual);
    if (!(answer instanceof Promise)) return this.#act(this.#planned(answer, command), command, shown);
    core.deadline.set(null);
    core.pump.wait(answer, (action) => {
      if (core.closed) return;
      core.deadline.set(core.config.limits.commandMs);
      this.#act(this.#planned(action, command), command, shown);
    });
  }

  #ask(
    handler: CommandHandler,
    { verb, args }: ParsedCommand,
    usual: () => CommandAction,
  ): CommandAction | Promise<CommandAction> {
    const failed = (error: unknown): CommandAction => {
      return { kind: 'reply', reply: failedReply(this.#core.journal.failure(error)) };
    };
    const judged = (answer: CommandAction | HandlerReply) => this.#possible(actionOf(answer));
    try {
      const answer = handler({ verb, args, session: this.#view, usual });
      return answer instanceof Promise ? answer.then(judged).catch(failed) : judged(answer);
    } catch (error) {
      return failed(error);
    }
  }

  /** @throws IllegalTransition for what a handler asks for and the session cannot do now. */
  #possible(action: CommandAction): CommandAction {
    const { state } = this.#core;
    const transition = neededFor(action);
    if (transition === null || this.#core.closed || state.may(transition)) return action;
    const error = new IllegalTransition(transition, state.stage);
    if (action.kind !== 'chunk') throw error;
    // Its octets come all the same.
    return { ...action, refusal: failedReply(this.#core.journal.failure(error)) };
  }

  /** A script's words in place of ours, where ours would be no refusal; and its view of what EHLO offers. */
  #planned(action: CommandAction, command: ParsedCommand): CommandAction {
    const { plan } = this.#core;
    if (plan === null) return action;
    if (action.kind === 'chunk') return action;
    if (action.kind !== 'reply') {
      const reply = plan.reply;
      const goesOn =
        (action.kind === 'data' && reply?.code === 354) || (action.kind === 'starttls' && reply?.code === 220);
      return reply === null || goesOn || action.kind === 'quit' ? action : { kind: 'reply', reply };
    }
    const usual = action.reply;
    if (plan.reply !== null && usual.code < 400) return { kind: 'reply', reply: plan.reply };
    const greets = command.verb === 'EHLO' || command.verb === 'LHLO';
    if (plan.capabilities === null || !greets || usual.code !== 250) return action;
    const [name = '', ...lines] = usual.lines;
    return { kind: 'reply', reply: { ...usual, lines: [name, ...editedLines(lines, plan.capabilities)] } };
  }

  #act(action: CommandAction, command: ParsedCommand, shown: string): void {
    const core = this.#core;
    this.#noteOddities(command, action);
    switch (action.kind) {
      case 'reply':
        core.reply(shown, action.reply);
        if (core.state.transaction === null) this.#data.forget();
        core.journal.result(command, core.state, action.reply);
        if (command.verb === 'AUTH') this.#auth.afterRefusal = true;
        return;
      case 'leave':
        if (action.limit === undefined) return core.close(action.reply, 'protocol', null, shown);
        return core.close(action.reply, 'limit', limitOutcome(action.limit, core.journal.phase()), shown);
      case 'quit':
        return core.close(core.plan?.reply ?? replies.bye, 'quit', null, shown);
      case 'starttls':
        return this.#startTls(shown, core.plan?.reply ?? replies.readyForTls);
      case 'auth':
        return this.#auth.start(action.mechanism, action.initial, shown);
      case 'data':
        return this.#data.start(shown);
      case 'chunk':
        return this.#data.startChunk(action.size, action.last, action.refusal, shown);
      case 'stated': {
        const { stated } = action;
        core.state.statePeer(stated);
        if (stated.peer !== null) core.journal.update({ peer: stated.peer });
        core.journal.note('command', 'peer-stated', { peer: this.#view.peer, by: 'XCLIENT' });
        return core.reply(shown, greeting(core));
      }
    }
  }

  #startTls(shown: string, go: HandlerReply): void {
    const core = this.#core;
    const drop = () => {
      const rest = core.reader.takeRest().length + core.pump.octets;
      core.pump.drop();
      if (rest === 0) return;
      // CVE-2011-0411 and kin: these octets must not be taken for what was said inside TLS.
      core.journal.anomaly('plaintext-after-starttls', `${rest} octets`);
      core.journal.note('starttls', 'commands-dropped-before-tls', { octets: rest });
    };
    core.reply(shown, go, {
      then: () => {
        drop();
        startHandshake(core);
      },
    });
  }

  /** Of what is taken: what is refused is shown by its reply. Each kind once a session: a client that has one has it in every message. */
  #noteOddities(command: ParsedCommand, action: CommandAction): void {
    const { state, reader, pump, journal } = this.#core;
    const refusal = action.kind === 'reply' ? action.reply : action.kind === 'chunk' ? action.refusal : null;
    if (action.kind === 'leave' || (refusal !== null && refusal.code >= 400) || !isKnownCommand(command.verb)) return;
    const extended = state.helo !== null && state.helo.verb !== 'HELO';
    for (const { anomaly, detail } of odditiesOf(command, { extended, following: reader.buffered + pump.octets })) {
      if (this.#noted.has(anomaly)) continue;
      this.#noted.add(anomaly);
      journal.anomaly(anomaly, detail);
    }
  }

  #noteUnofferedPipelining(verb: string): void {
    const { state, reader, pump, journal, config } = this.#core;
    if (this.#pipeliningNoted || reader.buffered + pump.octets === 0) return;
    // RFC 2920 section 3.1: EHLO, DATA and some others end a group; before EHLO there are no groups.
    const mayFollow =
      state.helo !== null &&
      state.helo.verb !== 'HELO' &&
      verb !== 'EHLO' &&
      verb !== 'LHLO' &&
      !config.hidden.has('PIPELINING');
    // BDAT is followed by its octets.
    if (mayFollow || verb === 'QUIT' || verb === 'STARTTLS' || verb === 'BDAT') return;
    this.#pipeliningNoted = true;
    journal.anomaly('unoffered-pipelining', verb.slice(0, 32));
  }
}

/** Null for what can be done at any time. */
function neededFor(action: CommandAction): SessionTransition | null {
  switch (action.kind) {
    case 'data':
      return 'beginData';
    case 'chunk':
      return action.refusal === null ? 'beginChunk' : null;
    case 'starttls':
      return 'startTls';
    case 'auth':
      return 'beginAuth';
    case 'stated':
      return 'statePeer';
    case 'reply':
    case 'leave':
    case 'quit':
      return null;
  }
}

function actionOf(answer: CommandAction | HandlerReply): CommandAction {
  return 'kind' in answer ? answer : { kind: 'reply', reply: answer };
}
