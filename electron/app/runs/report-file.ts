/** A report as a file, in the three forms that the command line knows too. */
import { reportHtml } from '../../core/report/html.ts';
import { reportJson } from '../../core/report/json.ts';
import { reportMarkdown } from '../../core/report/markdown.ts';
import { safeFileName } from '../../storage/files/safe-name.ts';
import type { Report } from '../../protocol/values/session/report.ts';

export type ReportFormat = 'md' | 'json' | 'html';

export function reportFile(report: Report, format: ReportFormat): { name: string; text: string } {
  const { host, path } = report.target;
  const when = report.startedAt.slice(0, 19).replaceAll(':', '').replace('T', '-');
  return {
    name: safeFileName(`posthorn ${host ?? path ?? report.command} ${when}.${format}`, `report.${format}`),
    text: textOf(report, format),
  };
}

function textOf(report: Report, format: ReportFormat): string {
  switch (format) {
    case 'md':
      return reportMarkdown(report);
    case 'html':
      return reportHtml(report);
    case 'json':
      return `${JSON.stringify(reportJson(report), null, 2)}\n`;
  }
}
