/** Messages as part of a session: DATA and BDAT from their command to their replies, and what a script does amid one. */
import { ChunkReader } from '../../wire/body/chunk.ts';
import { EndOfDataReader } from '../../wire/body/end-of-data.ts';
import { IncomingMessage } from './incoming.ts';
import { replies } from '../commands/replies.ts';
import type { Plan } from '../script/plan.ts';
import type { SessionCore } from './core.ts';
import { carryOut, momentOf } from './faults.ts';
import type { HandlerReply } from '../handlers/types.ts';

export class SessionData {
  readonly #core: SessionCore;
  #incoming: IncomingMessage | null = null;
  #reader: EndOfDataReader | ChunkReader | null = null;
  /** The chunk under way. */
  #last = false;
  #refusal: HandlerReply | null = null;
  #shown = '.';
  #fault: { octets: number; plan: Plan } | null = null;
  /** A script has answered in mid-message: nothing more is said of it. */
  #answered = false;

  constructor(core: SessionCore) {
    this.#core = core;
  }

  get octets(): number {
    return this.#incoming?.octets ?? 0;
  }

  /** The transaction is over: so are its chunks. */
  forget(): void {
    if (this.#incoming === null) return;
    void this.#incoming.abandon();
    this.#incoming = null;
    this.#core.abandon = null;
  }

  start(shown: string): void {
    this.#shown = '.';
    this.#open(new EndOfDataReader(), (opened) => {
      const core = this.#core;
      if (!opened) return core.reply(shown, replies.storage);
      core.state.beginData();
      core.reply(shown, core.plan?.reply ?? replies.startData, { keepPhase: true });
      if (core.state.mode !== 'data') return;
      core.deadline.set(core.config.limits.dataIdleMs);
      core.pump.putBack(core.reader.takeRest());
    });
  }

  /** `refusal`: the octets are read away, then that is the answer (RFC 3030 section 4.2). */
  startChunk(size: number, last: boolean, refusal: HandlerReply | null, shown: string): void {
    const core = this.#core;
    this.#last = last;
    this.#refusal = refusal;
    this.#shown = shown;
    const begin = (reader: ChunkReader) => {
      reader.begin(size);
      if (this.#refusal === null) core.state.beginChunk();
      else core.state.skipChunk();
      core.deadline.set(core.config.limits.dataIdleMs);
      const rest = core.reader.takeRest();
      // A chunk of no octets is over before anything else comes.
      if (size === 0) {
        core.pump.putBack(rest);
        this.take(new Uint8Array(0));
      } else core.pump.putBack(rest);
    };
    if (this.#incoming !== null && this.#reader instanceof ChunkReader) return begin(this.#reader);
    const reader = new ChunkReader();
    if (refusal !== null) {
      this.#reader = reader;
      return begin(reader);
    }
    this.#open(reader, (opened) => {
      if (!opened) this.#refusal = replies.storage;
      begin(reader);
    });
  }

  take(chunk: Uint8Array): void {
    const core = this.#core;
    core.deadline.set(core.config.limits.dataIdleMs);
    const incoming = this.#incoming;
    if (incoming === null) return this.#readAway(chunk);
    const { written, done, rest } = incoming.take(chunk);
    core.pump.putBack(rest);
    const fault = this.#fault;
    if (fault !== null && incoming.octets >= fault.octets) {
      this.#fault = null;
      return this.#act(fault.plan, incoming, done);
    }
    if (done) return this.#finished(incoming);
    if (written !== null) core.pump.wait(written, () => undefined);
  }

  #open(reader: EndOfDataReader | ChunkReader, then: (opened: boolean) => void): void {
    const core = this.#core;
    const { transaction, helo, stated, encrypted, user } = core.state;
    if (transaction === null) return;
    const { journal, config, services } = core;
    const incoming = new IncomingMessage(
      {
        sessionId: journal.id,
        protocol: config.protocol,
        peer: stated?.peer ?? journal.peer,
        helo: stated?.helo ?? helo?.name ?? null,
        tls: encrypted,
        user,
      },
      transaction,
      reader,
      {
        spool: services.spool,
        handler: services.handler,
        clock: services.clock,
        journal,
        maxMessageBytes: config.server.maxMessageBytes,
        refuseBareLineEnds: config.server.bareLineEnds === 'refuse',
      },
    );
    this.#reader = reader;
    this.#answered = false;
    const { script } = services;
    this.#fault = script?.wants('BODY', '') === true ? script.inBody(momentOf(core, 'BODY', null)) : null;
    core.pump.wait(incoming.open(), (opened) => {
      if (core.closed) return void incoming.abandon();
      if (opened) {
        this.#incoming = incoming;
        core.abandon = () => this.forget();
      }
      then(opened);
    });
  }

  /** Octets of a chunk that nobody wants. */
  #readAway(chunk: Uint8Array): void {
    const core = this.#core;
    const part = this.#reader?.push(chunk);
    if (part === undefined) return;
    core.pump.putBack(part.rest);
    if (!part.done) return;
    core.state.endChunk();
    core.deadline.set(core.config.limits.commandMs);
    // RFC 3030 section 2: the transaction has failed. A chunk after this one would else be kept as the whole message.
    core.state.reset();
    core.reply(this.#shown, this.#refusal ?? replies.mailFirst);
  }

  #act(plan: Plan, incoming: IncomingMessage, done: boolean): void {
    const core = this.#core;
    carryOut(core, plan, () => {
      if (plan.reply !== null) {
        this.#answered = true;
        core.reply(this.#shown, plan.reply, { keepPhase: true });
        incoming.refuse(plan.reply);
        // The reply was the last one, or a script falls silent after it.
        if (core.state.mode !== 'data') return;
      }
      core.plan = null;
      if (done) this.#finished(incoming);
    });
  }

  /** All octets of the message, or of a chunk, are here. */
  #finished(incoming: IncomingMessage): void {
    const core = this.#core;
    if (this.#reader instanceof ChunkReader && (!this.#last || this.#refusal !== null)) {
      core.state.endChunk();
      core.deadline.set(core.config.limits.commandMs);
      const refusal = this.#refusal ?? incoming.refusal;
      if (refusal !== null) {
        core.state.reset();
        this.forget();
      }
      return core.reply(this.#shown, refusal ?? replies.chunkOk);
    }
    const { script } = core.services;
    const plan = script?.wants('END', '') === true ? script.at(momentOf(core, 'END', null)) : null;
    if (plan === null) return this.#conclude(incoming, null);
    carryOut(core, plan, () => this.#conclude(incoming, plan));
  }

  #conclude(incoming: IncomingMessage, plan: Plan | null): void {
    const core = this.#core;
    if (plan !== null) {
      if (plan.reply !== null && plan.reply.code >= 400) incoming.refuse(plan.reply);
      incoming.override(plan.recipients);
    }
    // No deadline while the handler works: it is not the client's doing.
    core.deadline.set(null);
    core.pump.wait(incoming.finish(), (answers) => {
      this.#incoming = null;
      core.abandon = null;
      core.state.endMessage();
      // Nobody is left to be answered; what was kept is reported all the same.
      if (core.state.mode !== 'command') return incoming.conclude(answers);
      core.deadline.set(core.config.limits.commandMs);
      const words = plan?.reply ?? null;
      const said = answers.map((answer) => (words !== null && words.code < 400 && answer.code < 400 ? words : answer));
      if (this.#answered) core.journal.endPhase(false);
      else said.forEach((reply, i) => core.reply(this.#shown, reply, { keepPhase: i < said.length - 1 }));
      incoming.conclude(answers);
    });
  }
}
