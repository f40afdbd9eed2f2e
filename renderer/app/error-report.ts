/** The text of an error report: versions and the stack, nothing that was typed or received. */
import type { AppInfo } from '../../electron/ipc/contract.ts';

export function errorReport(error: unknown, info: AppInfo | null): string {
  const versions = info === null ? 'unknown' : `${info.version} (${info.runtime}, ${info.platform})`;
  const runtimes = Object.entries(info?.versions ?? {}).map(([name, version]) => `${name} ${version}`);
  const lines = [`Posthorn ${versions}`];
  if (runtimes.length > 0) lines.push(runtimes.join(', '));
  lines.push('', error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error));
  return lines.join('\n');
}
