import { providers } from '../../electron/protocol/providers/find.ts';
import type { Provider } from '../../electron/protocol/providers/types.ts';

export const providerById = (id: string): Provider | null => providers.find((one) => one.id === id) ?? null;
