/** What is copied as a command of another program. No secret is part of it: each command asks for it in its own way. */
import { defaultPort } from '../../protocol/facts/ports.ts';
import type { AuthOptions, ConnectionOptions, Target } from '../../protocol/values/target.ts';

export interface CopyInput {
  /** Where it goes, with port and security as they were resolved. */
  readonly target: Target;
  readonly options: Pick<
    ConnectionOptions,
    'ehloName' | 'localAddress' | 'family' | 'servername' | 'insecure' | 'heloOnly'
  >;
  readonly auth: AuthOptions | null;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
}

export interface Copied {
  readonly text: string;
  /** What the other program cannot do, or does otherwise; whole sentences. */
  readonly notes: readonly string[];
}

/** `reason`: a whole sentence, why there is no such command for this target. */
export type CopyResult = Copied | { readonly text: null; readonly reason: string };

export type CopyFormat = 'swaks' | 'openssl' | 'curl' | 'smtplib' | 'nodemailer' | 'powershell' | 'msmtprc';

export const port = ({ target }: CopyInput): number =>
  target.port ?? defaultPort(target.protocol, target.security === 'tls');

/** A Unix socket has no place in most of them. */
export const cannot = (reason: string): CopyResult => ({ text: null, reason });
