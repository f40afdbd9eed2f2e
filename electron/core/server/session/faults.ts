/** Between a script's plan and the session: the moment it is asked about, the delay before it, the silence in place of a reply. */
import type { Moment, Plan } from '../script/plan.ts';
import type { SessionCore } from './core.ts';

/** `recipient`: for RCPT the one named now; else those accepted are meant. */
export function momentOf(core: SessionCore, command: string, recipients: readonly string[] | null): Moment {
  const { transaction, stated } = core.state;
  return {
    command,
    sender: transaction?.mailFrom ?? null,
    recipients: recipients ?? transaction?.recipients.map(({ address }) => address) ?? [],
    peer: stated?.peer ?? core.journal.peer,
  };
}

/** Notes the plan, waits as it says, then lets `go` answer in its way; a plan of silence never gets there. */
export function carryOut(core: SessionCore, plan: Plan | null, go: () => void): void {
  if (plan === null) return go();
  core.journal.note(core.journal.phase(), 'fault', { what: plan.what });
  const act = () => {
    if (core.closed) return;
    // Without a reply of its own, and with nothing of the usual one to be sent.
    if (plan.end !== null && plan.reply === null && !plan.form.cut) return core.vanish(plan.end);
    core.plan = plan;
    go();
  };
  if (plan.delayMs === 0) return act();
  core.deadline.set(null);
  core.pump.wait(core.sleep(plan.delayMs), () => {
    if (core.closed) return;
    core.deadline.set(core.config.limits.commandMs);
    act();
  });
}
