/** What the words of findings are made of and from: their shape, and values of the server made safe to show. */
import type { Finding } from '../../protocol/values/session/report.ts';
import { visible } from '../visible.ts';

export type FindingParams = Readonly<Record<string, string | number>>;
export type FindingText = Pick<Finding, 'title' | 'cause' | 'actor' | 'remedy' | 'source' | 'verifiedOn'>;
export type FindingTable = Record<string, (params: FindingParams) => FindingText>;

/** Empty where there is none. */
export const get = (params: FindingParams, name: string): string => visible(String(params[name] ?? ''));
/** Of an ISO 8601 time the date. */
export const day = (params: FindingParams, name: string): string => get(params, name).slice(0, 10);
