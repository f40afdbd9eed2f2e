/** A whole session with every address of every MX host of a domain, not only with the first that answers. */
import { SMTP_PORT } from '../../../protocol/facts/ports.ts';
import { parseTarget } from '../../../protocol/parse/target.ts';
import type { RequestOf } from '../../../protocol/values/survey/request.ts';
import type { KindContext } from '../context.ts';
import { findMailHosts } from '../look-up.ts';
import { foundAddresses, runSessions, tryOf } from './sessions.ts';

type Connection = RequestOf<'mx'>['connection'];

/** Of a mail address what follows its last @; a port where one is given. */
export function domainOf(typed: string, connection: Connection): { readonly domain: string; readonly port: number } {
  const domain = typed.trim().slice(typed.trim().lastIndexOf('@') + 1);
  const parsed = parseTarget(domain, connection);
  if (!parsed.ok || parsed.value.host === null) return { domain, port: SMTP_PORT };
  return { domain: parsed.value.host, port: parsed.value.port ?? SMTP_PORT };
}

export async function surveyMx(request: RequestOf<'mx'>, context: KindContext): Promise<'done'> {
  const { connection } = request;
  const { domain, port } = domainOf(request.domain, connection);
  const { hosts, route } = await findMailHosts(domain, connection, context);
  context.emit({ type: 'survey-hosts', hosts, route });
  await runSessions(
    foundAddresses(hosts).map(({ host, address }) => tryOf({ host, port, connection }, address)),
    context,
  );
  return 'done';
}
