/** A target, with user and envelope, as a command of another program: to compare with it, or to hand to whoever has only that. */
import { msmtprc, nodemailer, powershell, smtplib } from './programs.ts';
import { curl, openssl, swaks } from './shells.ts';
import type { CopyFormat, CopyInput, CopyResult } from './types.ts';

const formats: Readonly<
  Record<CopyFormat, { readonly name: string; readonly make: (input: CopyInput) => CopyResult }>
> = {
  swaks: { name: 'swaks', make: swaks },
  openssl: { name: 'openssl s_client', make: openssl },
  curl: { name: 'curl', make: curl },
  smtplib: { name: 'Python smtplib', make: smtplib },
  nodemailer: { name: 'nodemailer', make: nodemailer },
  powershell: { name: 'PowerShell', make: powershell },
  msmtprc: { name: 'msmtprc', make: msmtprc },
};

/** In the order of a menu. */
export const copyFormats: readonly { readonly format: CopyFormat; readonly name: string }[] = (
  Object.keys(formats) as CopyFormat[]
).map((format) => ({ format, name: formats[format].name }));

export const copyAs = (format: CopyFormat, input: CopyInput): CopyResult => formats[format].make(input);
