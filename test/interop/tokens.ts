/** JSON Web Tokens signed with HMAC, as an authorization server would hand them out. */
import { createHmac } from 'node:crypto';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function makeJwt(claims: Readonly<Record<string, unknown>>, key: string, lifetimeSeconds = 3600): string {
  const now = Math.floor(Date.now() / 1000);
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iat: now, exp: now + lifetimeSeconds, ...claims })}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}
