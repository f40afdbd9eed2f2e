/**
 * Settings of other programs, as pasted: a URL, a command line of swaks, an msmtprc, or nodemailer's options as JSON. Which of
 * them it is shows in the text itself.
 */
import { limits } from '../../wire/limits.ts';
import { fromMsmtprc } from './from-msmtprc.ts';
import { fromNodemailer } from './from-nodemailer.ts';
import { fromSwaks } from './from-swaks.ts';
import { fromUrl } from './from-url.ts';
import { failed, type ImportResult } from './imported.ts';

export function importSettings(text: string): ImportResult {
  const trimmed = text.trim();
  if (trimmed === '') return failed('empty');
  if (trimmed.length > limits.exchange.maxLength) return failed('too-long');
  if (/^(?:smtps?|lmtp):\/\/\S*$/i.test(trimmed)) return fromUrl(trimmed);
  if (trimmed.startsWith('{')) return fromNodemailer(trimmed);
  if (/^(?:\S*\/)?swaks(?:\s|$)/.test(trimmed)) return fromSwaks(trimmed);
  if (/^(?:defaults|account)\b/m.test(trimmed)) return fromMsmtprc(trimmed);
  return failed('unknown-form');
}
