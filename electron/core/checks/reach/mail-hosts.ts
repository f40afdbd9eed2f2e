/** MX hosts that did not take us in before one did: senders are delayed by each, and those that do not try the next fail. */
import { outcomeText } from '../../../texts/outcomes/outcomes.ts';
import type { Check } from '../types.ts';

export const mailHostsCheck: Check = {
  name: 'mail-hosts',
  run({ hosts = [], target }) {
    if (!hosts.some(({ ok }) => ok)) return [];
    return hosts.flatMap(({ host, error }) => {
      if (error === null) return [];
      const { message } = outcomeText(error, { target: { ...target, host } });
      return [
        { code: 'mx.host-failed' as const, severity: 'warning' as const, params: { host, message }, evidence: [] },
      ];
    });
  },
};
