/** Mechanisms that take an access token in the place of a password. */
const tokens = /^(?:XOAUTH2|OAUTHBEARER|XOAUTH)$/i;

export const isTokenMechanism = (mechanism: string): boolean => tokens.test(mechanism);
