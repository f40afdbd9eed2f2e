/** Every cause there is. The order means nothing: what fits best is found by what fits. */
import type { Cause } from '../types.ts';
import { authCauses } from './auth.ts';
import { relayCauses } from './relay.ts';
import { serverCauses } from './server.ts';
import { sessionCauses } from './session.ts';

export const causes: readonly Cause[] = [...authCauses, ...sessionCauses, ...serverCauses, ...relayCauses];
