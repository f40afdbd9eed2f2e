/** A port that speaks TLS from the first octet, found out by its silence: it works, after some seconds that a choice spares. */
import type { Check } from '../types.ts';

export const implicitTlsCheck: Check = {
  name: 'implicit-tls',
  run: ({ implicitTls, target }) =>
    implicitTls === null || implicitTls === undefined
      ? []
      : [{ code: 'tls.implicit', severity: 'info', params: { port: target.port ?? '' }, evidence: [implicitTls.seq] }],
};
