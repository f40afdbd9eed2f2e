/**
 * Settings as pasted or read from a file: profiles that Posthorn exported, a URL, a command line of swaks, an msmtprc, or
 * nodemailer's options as JSON or as they stand in a program. Which of them it is shows in the text itself.
 */
import { controlIn } from '../check-content.ts';
import { limits } from '../limits.ts';
import { fromExport, isExport } from './from-export.ts';
import { fromMsmtprc } from './from-msmtprc.ts';
import { fromNodemailer } from './from-nodemailer.ts';
import { fromScript, isScript } from './from-script.ts';
import { fromSwaks } from './from-swaks.ts';
import { fromUrl } from './from-url.ts';
import { importFailed, type ImportResult } from './imported.ts';
import { jsonErrorAt, placeIn } from './json-error.ts';

export function importSettings(text: string): ImportResult {
  const result = readSettings(text);
  if (!result.ok) return result;
  for (const { name, connection, auth, envelope, own } of result.found) {
    const where = controlIn({ name, connection, auth, envelope, folder: own?.folder ?? null });
    if (where !== null) return { ok: false, problem: { error: 'control-character', line: null, where } };
  }
  return result;
}

function readSettings(text: string): ImportResult {
  // A mark of the encoding that Windows' editors put in front.
  const whole = text.replace(/^\ufeff/, '');
  const trimmed = whole.trim();
  if (trimmed === '') return importFailed('empty');
  if (trimmed.length > limits.exchange.ownLength) return importFailed('too-long');
  if (trimmed.startsWith('{')) return fromJson(whole, trimmed.length);
  if (trimmed.length > limits.exchange.maxLength) return importFailed('too-long');
  const url = variable.exec(trimmed)?.[1] ?? trimmed;
  if (/^(?:smtps?|lmtp):\/\/.*$/i.test(url)) return fromUrl(url);
  if (/^(?:\S*\/)?swaks(?:\s|$)/.test(trimmed)) return fromSwaks(trimmed);
  if (isScript(trimmed)) return fromScript(whole);
  if (/^(?:defaults|account)\b/m.test(trimmed)) return fromMsmtprc(trimmed);
  return importFailed('unknown-form');
}

/** MAILER_DSN=smtp://..., as it stands in a file of variables, in quotes or without. */
const variable =
  /^(?:export )?[A-Za-z_][A-Za-z0-9_.]*[ \t]?[=:][ \t]?["']?(smtps?:\/\/[^"'\n]*|lmtp:\/\/[^"'\n]*)["']?;?$/;

function fromJson(text: string, length: number): ImportResult {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Names without quotes, single quotes, comments: an object of JavaScript is no JSON, and as clear.
    const script = length > limits.exchange.maxLength ? null : fromScript(text);
    if (script?.ok === true) return script;
    return { ok: false, problem: { error: 'syntax', ...placeIn(text, jsonErrorAt(text)) } };
  }
  if (isExport(json)) return fromExport(json);
  return length > limits.exchange.maxLength ? importFailed('too-long') : fromNodemailer(json);
}
