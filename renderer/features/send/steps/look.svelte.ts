/** What the server of a send test offers, as it said in a session: one that was made for that, or the last one that sent. */
import { octets } from '../../../../electron/texts/units.ts';
import type { ConnectionOptions } from '../../../../electron/protocol/values/target.ts';
import type { AppState } from '../../../app/app.svelte.ts';
import type { ShownRun } from '../../../session/past-run.ts';
import { LiveRun } from '../../../session/run.svelte.ts';
import { runInput } from '../../../session/run-input.ts';
import type { ConnectionForm } from '../../../session/target/connection-form.svelte.ts';
import { type Offer, offerOf } from './offer.ts';

/** Shown in a summary where they are offered. */
const TELLING = ['DSN', '8BITMIME', 'SMTPUTF8', 'CHUNKING', 'PIPELINING'];

export class ServerLook {
  run: LiveRun | null = $state.raw(null);
  #app: AppState;
  #form: ConnectionForm;
  #sent: () => ShownRun | null;

  constructor(app: AppState, form: ConnectionForm, sent: () => ShownRun | null) {
    this.#app = app;
    this.#form = form;
    this.#sent = sent;
  }

  /** One session without a login: EHLO, TLS where there is any, EHLO again. */
  start(): void {
    if (this.run?.active === true) return;
    const input = runInput(this.#app, this.#form);
    if (input === null) return;
    this.run?.dispose();
    this.run = LiveRun.start(this.#app.client, {
      command: 'check',
      ...input,
      auth: null,
      secret: null,
      envelope: null,
    });
  }

  get active(): boolean {
    return this.run?.active === true;
  }

  /** Of the last session with exactly this connection; null where there was none, or it did not come so far. */
  get offered(): Offer | null {
    for (const shown of [this.#sent(), this.run]) {
      const offer = offerOf(shown?.report);
      if (offer !== null && shown !== null && same(shown.asked.connection, this.#form.connection())) return offer;
    }
    return null;
  }

  /** Why nothing is known although it was asked; null otherwise. */
  get failed(): LiveRun | null {
    const { run } = this;
    return run !== null && !run.active && this.offered === null && same(run.asked.connection, this.#form.connection())
      ? run
      : null;
  }

  /** What stands in a summary. */
  get words(): string | null {
    const { offered, sizeLimit } = this;
    if (offered === null) return null;
    const known = TELLING.filter((keyword) => offered.has(keyword));
    return [...(sizeLimit === null ? [] : [octets(sizeLimit)]), ...known].join(', ') || 'no extensions';
  }

  /** Octets of a message (RFC 1870); null where none is stated, or it is not known. */
  get sizeLimit(): number | null {
    const stated = Number(this.offered?.get('SIZE')?.[0] ?? 0);
    return Number.isSafeInteger(stated) && stated > 0 ? stated : null;
  }
}

const same = (a: ConnectionOptions, b: ConnectionOptions): boolean => JSON.stringify(a) === JSON.stringify(b);
