/** Writes event streams as the engine does, for tests of folds and for looking at the window without a server. */
import type {
  AddressAttempt,
  Delivery,
  Outcome,
  RecipientResult,
} from '../../../electron/protocol/values/session/outcome.ts';
import type { CapabilityStage, Phase } from '../../../electron/protocol/values/session/phase.ts';
import type { Ehlo, Reply } from '../../../electron/protocol/values/session/reply.ts';
import type { Hidden, SessionEvent, SessionFact } from '../../../electron/protocol/values/session/event.ts';
import type { Target } from '../../../electron/protocol/values/target.ts';
import type { TlsInfo } from '../../../electron/protocol/values/session/tls.ts';

export function reply(text: string): Reply {
  const lines = text.split('\n');
  return {
    code: Number(text.slice(0, 3)),
    enhancedCode: /^\d{3}[ -](\d\.\d+\.\d+)/.exec(lines.at(-1) ?? '')?.[1] ?? null,
    lines: lines.map((line) => line.slice(4)),
    raw: new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join('')),
    anomalies: [],
  };
}

export function ehlo(verb: Ehlo['verb'], lines: readonly string[]): Ehlo {
  const capabilities = lines.slice(1).map((line) => {
    const [keyword = '', ...params] = line.split(' ');
    return { keyword: keyword.toUpperCase(), params, anomalies: [] };
  });
  return { verb, lines: [...lines], capabilities };
}

export class SessionScript {
  readonly events: SessionEvent[] = [];
  #tMs = 0;
  #phase: Phase = 'dns';
  #phaseStart = 0;
  #encrypted = false;

  constructor(target: Target, role: 'client' | 'server' = 'client') {
    this.add({
      type: 'session-begin',
      role,
      startedAt: '2026-03-02T09:15:00.000Z',
      target,
      peer: role === 'server' ? '127.0.0.1:50112' : null,
    });
  }

  add(fact: SessionFact): this {
    this.events.push({ ...fact, seq: this.events.length + 1, tMs: this.#tMs });
    return this;
  }

  wait(ms: number): this {
    this.#tMs += ms;
    return this;
  }

  begin(phase: Phase): this {
    this.#phase = phase;
    this.#phaseStart = this.#tMs;
    return this.add({ type: 'phase-begin', phase });
  }

  end(ok = true): this {
    return this.add({ type: 'phase-end', phase: this.#phase, ok });
  }

  line(direction: 'sent' | 'received', text: string, hidden: Hidden | null = null): this {
    const plain = /^[\x20-\x7e]*$/.test(text);
    const raw = plain ? null : new TextEncoder().encode(`${text}\r\n`);
    return this.add({
      type: 'line',
      direction,
      phase: this.#phase,
      encrypted: this.#encrypted,
      text,
      raw,
      anomalies: plain ? [] : ['utf8'],
      hidden,
    });
  }

  /** A command and its reply, `ms` apart. */
  exchange(command: string | null, answer: string, ms: number, hidden: Hidden | null = null): this {
    if (command !== null) this.line('sent', command, hidden);
    this.wait(ms);
    for (const line of answer.split('\n')) this.line('received', line);
    return this.add({ type: 'reply', phase: this.#phase, command, reply: reply(answer) });
  }

  dns(name: string, addresses: readonly string[], ms: number): this {
    return this.begin('dns')
      .wait(ms)
      .add({ type: 'resolved', name, addresses: [...addresses] })
      .end();
  }

  address(attempt: Pick<AddressAttempt, 'address' | 'error'>, ms: number): this {
    const family = attempt.address.includes('/') ? null : attempt.address.includes(':') ? 6 : 4;
    return this.wait(ms).add({
      type: 'address',
      attempt: { ...attempt, family, ok: attempt.error === null, durationMs: ms },
    });
  }

  capabilities(stage: CapabilityStage, lines: readonly string[], name: string, ms: number): this {
    this.begin(stage === 'plain' ? 'ehlo' : stage === 'tls' ? 'ehlo-tls' : 'ehlo-auth');
    const answer = lines.map((line, at) => `250${at === lines.length - 1 ? ' ' : '-'}${line}`).join('\n');
    this.exchange(`EHLO ${name}`, answer, ms);
    return this.add({ type: 'capabilities', stage, ehlo: ehlo('EHLO', lines) }).end();
  }

  tls(info: TlsInfo, ms: number): this {
    this.begin('tls').wait(ms).add({ type: 'tls', info });
    this.#encrypted = true;
    return this.end();
  }

  recipient(result: RecipientResult): this {
    return this.add({ type: 'recipient', result });
  }

  finish(error: Outcome | null, delivery: Delivery | null): SessionEvent[] {
    return this.add({ type: 'session-end', durationMs: this.#tMs, error, delivery }).events;
  }

  get phaseStart(): number {
    return this.#phaseStart;
  }
}
