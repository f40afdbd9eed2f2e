/** What was typed for one run, as the engine asks for it: once, when it is about to be needed. */
import type { SecretSource } from '../../core/ports.ts';
import type { ConnectionSecrets } from '../../core/smtp/types.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { RunRequest } from '../../protocol/values/app/run.ts';

export function secretOf(secret: string | null): SecretSource {
  return {
    async read() {
      if (secret === null) throw new AppError('secret-missing');
      return secret;
    },
  };
}

export function connectionSecretsOf(given: NonNullable<RunRequest['secrets']>): ConnectionSecrets {
  const sources = Object.entries(given).map(([name, secret]) => [name, secretOf(secret ?? null)]);
  return Object.fromEntries(sources) as ConnectionSecrets;
}
