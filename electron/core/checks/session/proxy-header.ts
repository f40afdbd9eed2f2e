/** A PROXY header that was answered: the server took it for a command, and everything after it may be out of step. */
import type { Check } from '../types.ts';

export const proxyHeaderCheck: Check = {
  name: 'proxy-header',
  run({ proxyHeader, transcript }) {
    if (proxyHeader === null) return [];
    const answers = transcript.filter(({ anomalies }) => anomalies.includes('unsolicited')).map(({ seq }) => seq);
    if (answers.length === 0) return [];
    const evidence = [proxyHeader.seq, ...answers];
    return [{ code: 'session.proxy-header-not-expected', severity: 'error', params: {}, evidence }];
  },
};
