/** Whether TLS from the first octet is the experiment to make next: the server speaks it, or said nothing where nobody looks by himself. */
import { LMTP_PORT, SMTP_PORT } from '../../../electron/protocol/facts/ports.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';

/** Between servers a pause before the greeting is common, so that a silence is not looked into there. */
const relayPorts: ReadonlySet<number | null> = new Set([LMTP_PORT, SMTP_PORT]);

export function mayWaitForTls(report: Report | null): boolean {
  if (report?.error?.phase !== 'greeting' || report.target.security === 'tls') return false;
  const { error } = report;
  if (error.code === 'security-mismatch') return error.params.seen === 'tls' || error.params.seen === 'silence';
  return error.code === 'timeout' && error.params.bytesReceived === 0 && relayPorts.has(report.target.port);
}
