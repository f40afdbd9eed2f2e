/** The causes of every provider, by who answered. */
import type { ProviderFamily } from '../../../../protocol/providers/marks.ts';
import type { Cause } from '../../types.ts';
import { godaddyCauses } from './godaddy.ts';
import { appleCauses } from './apple.ts';
import { googleCauses, googleCustomerCauses } from './google.ts';
import { mailRuCauses, netEaseCauses, protonBridgeCauses, qqCauses, zohoCauses } from './mailboxes.ts';
import { microsoftCauses } from './microsoft.ts';
import { amazonSesCauses, sendgridCauses } from './services.ts';
import { yahooCauses } from './yahoo.ts';

export const providerCauses: readonly Cause[] = [
  ...googleCauses,
  ...googleCustomerCauses,
  ...microsoftCauses,
  ...zohoCauses,
  ...mailRuCauses,
  ...qqCauses,
  ...netEaseCauses,
  ...protonBridgeCauses,
  ...godaddyCauses,
  ...amazonSesCauses,
  ...sendgridCauses,
  ...yahooCauses,
  ...appleCauses,
];

const byProvider = new Map<ProviderFamily, readonly Cause[]>();
for (const cause of providerCauses) {
  if (cause.provider !== undefined) byProvider.set(cause.provider, [...(byProvider.get(cause.provider) ?? []), cause]);
}

const ids: ReadonlySet<string> = new Set(providerCauses.map(({ id }) => id));
export const isOfProvider = (id: string): boolean => ids.has(id);

/** None where it is not certain who answered. */
export const providersCausesOf = (provider: ProviderFamily | null): readonly Cause[] =>
  provider === null ? [] : (byProvider.get(provider) ?? []);
