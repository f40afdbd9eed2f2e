/** A keychain in memory that can be made to refuse. */
import type { SecretStore } from '../../electron/core/ports.ts';
import { AppError } from '../../electron/protocol/values/app-error.ts';

export interface MemoryKeychain extends SecretStore {
  readonly entries: Map<string, string>;
  /** While set, every call rejects with `secret-store-unavailable` for this reason. */
  reason: string | null;
}

export function memoryKeychain(): MemoryKeychain {
  const entries = new Map<string, string>();
  const keychain: MemoryKeychain = {
    entries,
    reason: null,
    get: async (account) => answer(() => entries.get(account) ?? null),
    set: async (account, secret) => answer(() => void entries.set(account, secret)),
    delete: async (account) => answer(() => entries.delete(account)),
  };
  function answer<T>(work: () => T): T {
    if (keychain.reason !== null) throw new AppError('secret-store-unavailable', { reason: keychain.reason });
    return work();
  }
  return keychain;
}
