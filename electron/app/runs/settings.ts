/** The user's settings as they bear on one connection: what the request says itself always wins. */
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import type { Settings } from '../../protocol/values/app/settings.ts';

export function withSettings(connection: ConnectionOptions, settings: Settings): ConnectionOptions {
  const limits = Object.entries(settings.timeouts).filter(([, limit]) => limit !== null);
  const timeouts = { ...Object.fromEntries(limits), ...connection.timeouts };
  const ca = [connection.ca, settings.trust?.pem].filter((pem) => pem !== undefined).join('\n');
  const ehloName = connection.ehloName ?? settings.ehloName;
  return {
    ...connection,
    ...(ehloName === null ? {} : { ehloName }),
    ...(Object.keys(timeouts).length === 0 ? {} : { timeouts }),
    ...(ca === '' ? {} : { ca }),
  };
}
