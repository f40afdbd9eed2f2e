/** A target, with user and envelope, as a command of another program: to compare with it, or to hand to whoever has only that. */
import { isConnectionField } from '../../protocol/options/connection.ts';
import { firstUnseen } from '../../protocol/parse/characters.ts';
import { connectionTexts } from '../options/connection.ts';
import { msmtprc, nodemailer, powershell, smtplib } from './programs.ts';
import { curl, openssl, swaks } from './shells.ts';
import { cannot, type CopyFormat, type CopyInput, type CopyResult } from './types.ts';

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

/** What is pasted is typed: a character that nobody can see may be a key press, or make the command read as another one. */
export function copyAs(format: CopyFormat, input: CopyInput): CopyResult {
  for (const [name, value] of textsIn(input)) {
    const character = firstUnseen(value);
    if (character !== null)
      return cannot(
        `${nameOf(name)} holds ${character}, which cannot be seen: pasted, the command might do something else than it shows.`,
      );
  }
  return formats[format].make(input);
}

function nameOf(name: string): string {
  if (isConnectionField(name)) return `The ${connectionTexts[name].changed}`;
  return names[name] ?? name;
}

const names: Readonly<Record<string, string>> = {
  host: 'The host',
  path: 'The path of the socket',
  user: 'The user name',
  authzid: 'The user to act as',
  mechanisms: 'The list of mechanisms',
  from: 'The sender',
  to: 'A recipient',
};

/** Every text in it, each with the nearest name: a field that is added is judged like the others. */
function* textsIn(value: unknown, name = ''): Generator<[name: string, value: string]> {
  if (typeof value === 'string') yield [name, value];
  else if (Array.isArray(value)) for (const each of value) yield* textsIn(each, name);
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) yield* textsIn(each, key);
}
