/** A whole session with every address of every MX host of a domain, not only with the first that answers. */
import { SMTP_PORT } from '../../../protocol/facts/ports.ts';
import type { RequestOf } from '../../../protocol/values/survey/request.ts';
import type { KindContext } from '../context.ts';
import { findMailHosts } from '../look-up.ts';
import { foundAddresses, runSessions, tryOf } from './sessions.ts';

/** Of a mail address what stands behind its last @; a port behind a colon. */
function domainOf(typed: string): { readonly domain: string; readonly port: number } {
  const behind = typed.trim().slice(typed.trim().lastIndexOf('@') + 1);
  const [, domain = behind, port = ''] = /^([^:]{1,255}):([0-9]{1,5})$/.exec(behind) ?? [];
  return { domain, port: port === '' ? SMTP_PORT : Number(port) };
}

export async function surveyMx(request: RequestOf<'mx'>, context: KindContext): Promise<'done'> {
  const { connection } = request;
  const { domain, port } = domainOf(request.domain);
  const { hosts, route } = await findMailHosts(domain, connection, context);
  context.emit({ type: 'survey-hosts', hosts, route });
  await runSessions(
    foundAddresses(hosts).map(({ host, address }) => tryOf({ host, port, connection }, address)),
    context,
  );
  return 'done';
}
