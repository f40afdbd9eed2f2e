/** What a delivery agent writes above a message: the envelope, which the message itself does not know (RFC 5321 section 4.4). */
import type { NewMessage } from '../../core/ports.ts';

export function deliveryHeader({ mailFrom, rcptTo }: NewMessage, lineEnd: string): string {
  const lines = [`Return-Path: <${mailFrom}>`, ...rcptTo.map(({ address }) => `Delivered-To: ${address}`)];
  return lines.map((line) => line + lineEnd).join('');
}
