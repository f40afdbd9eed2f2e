/** Options of nodemailer's SMTP transport, as JSON or read from a program. */
import { SUBMISSION_PORT, SUBMISSIONS_PORT } from '../../../protocol/facts/ports.ts';
import * as v from 'valibot';
import { ImportDraft, importFailed, readPort, type ImportResult } from './imported.ts';
import { hostPortText } from '../../../protocol/parse/host-port.ts';

const Options = v.object({
  host: v.optional(v.string()),
  port: v.optional(
    v.union([v.pipe(v.number(), v.integer()), v.pipe(v.string(), v.regex(/^[0-9]{1,5}$/), v.transform(Number))]),
  ),
  secure: v.optional(v.boolean()),
  requireTLS: v.optional(v.boolean()),
  ignoreTLS: v.optional(v.boolean()),
  lmtp: v.optional(v.boolean()),
  name: v.optional(v.string()),
  localAddress: v.optional(v.string()),
  authMethod: v.optional(v.string()),
  tls: v.optional(v.looseObject({ rejectUnauthorized: v.optional(v.boolean()), servername: v.optional(v.string()) })),
  auth: v.optional(
    v.looseObject({ user: v.optional(v.string()), pass: v.optional(v.string()), type: v.optional(v.string()) }),
  ),
});

const known = new Set([...Object.keys(Options.entries), 'logger', 'debug', 'pool']);

/** `json`: parsed. `computed`: paths of what could not be read without running it. */
export function fromNodemailer(json: unknown, computed: readonly string[] = []): ImportResult {
  const parsed = v.safeParse(Options, json);
  if (!parsed.success) {
    const where = v.getDotPath(parsed.issues[0]);
    return { ok: false, problem: { error: 'bad-value', line: null, ...(where === null ? {} : { where }) } };
  }
  const { output } = parsed;
  if (output.host === undefined || output.host === '') return importFailed('no-target');
  const port = output.port ?? null;
  if (port !== null && readPort(String(port)) === null) return importFailed('bad-target');
  const draft = new ImportDraft();
  for (const path of computed) draft.ignore(path);
  for (const key of Object.keys(json as object)) if (!known.has(key)) draft.ignore(key);
  const { connection } = draft;
  // Without `secure`, nodemailer takes port 465 for implicit TLS.
  const implicit = output.secure ?? port === SUBMISSIONS_PORT;
  if (implicit) connection.security = 'tls';
  else if (output.ignoreTLS === true) connection.security = 'none';
  else connection.security = output.requireTLS === true ? 'starttls' : 'starttls-if-offered';
  if (output.lmtp === true) connection.protocol = 'lmtp';
  if (output.name !== undefined) connection.ehloName = output.name;
  if (output.localAddress !== undefined) connection.localAddress = output.localAddress;
  if (output.tls?.rejectUnauthorized === false) connection.insecure = true;
  if (output.tls?.servername !== undefined) connection.servername = output.tls.servername;
  for (const key of Object.keys(output.tls ?? {}))
    if (!['rejectUnauthorized', 'servername'].includes(key)) draft.ignore(`tls.${key}`);
  draft.user = output.auth?.user ?? null;
  draft.password = output.auth?.pass ?? null;
  if (output.auth?.type?.toLowerCase() === 'oauth2') draft.mechanisms.push('XOAUTH2');
  else if (output.authMethod !== undefined) draft.mechanisms.push(output.authMethod.toUpperCase());
  for (const key of Object.keys(output.auth ?? {}))
    if (!['user', 'pass', 'type'].includes(key)) draft.ignore(`auth.${key}`);
  // Its defaults are 465 and 587, not 25.
  return {
    ok: true,
    form: 'nodemailer',
    found: [
      draft.finish(hostPortText(output.host, port ?? (implicit ? SUBMISSIONS_PORT : SUBMISSION_PORT)), output.host),
    ],
  };
}
