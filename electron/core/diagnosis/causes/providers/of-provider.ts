/** Causes of one provider: each fits only where this provider certainly answered. */
import type { ProviderFamily } from '../../../../protocol/providers/marks.ts';
import type { Cause, Way } from '../../types.ts';

export const ofProvider = (provider: ProviderFamily, causes: readonly Omit<Cause, 'provider'>[]): readonly Cause[] =>
  causes.map((cause) => ({ ...cause, provider }));

/** The login was tried with an access token. */
export const byToken: NonNullable<Way['when']> = ({ session }) => session.secret === 'token';
