/**
 * What Microsoft Entra's numbers mean for signing in to mail. Source: "Microsoft Entra authentication and authorization error codes",
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes, the newest text that could be read (of 2024-04-24). It says itself
 * that numbers may change and where the current words of each are: https://login.microsoftonline.com/error?code=N.
 */
import type { ProviderSource } from '../../protocol/providers/types.ts';

export interface EntraErrorText {
  /** A sentence on what is wrong. */
  readonly meaning: string;
  readonly actor: 'you' | 'administrator';
  readonly remedy: string;
}

const you = (meaning: string, remedy: string): EntraErrorText => ({ meaning, actor: 'you', remedy });
const administrator = (meaning: string, remedy: string): EntraErrorText => ({
  meaning,
  actor: 'administrator',
  remedy,
});

export const entraErrors: Readonly<Record<number, EntraErrorText>> = {
  50011: you(
    'The address that the browser is to come back to is not among those registered for this client.',
    'Register http://localhost as a redirect of type "Mobile and desktop applications" for the client.',
  ),
  50020: you(
    'This account does not exist in the directory that was asked.',
    'Give the tenant that the mailbox belongs to, or have the account invited there.',
  ),
  50034: you(
    'There is no such account in this directory.',
    'Check the user name and the tenant; a personal account needs the tenant "consumers" or "common".',
  ),
  50053: you(
    'The account is locked after too many wrong passwords, or the sign-in came from an address with a bad name.',
    'Wait, or have an administrator unlock it.',
  ),
  50055: you('The password has expired.', 'Sign in at the web page of Microsoft 365 once and set a new password.'),
  50057: administrator('The account is disabled.', 'Have it enabled in Microsoft Entra.'),
  50059: you('No directory could be told from the request.', 'Give the tenant: the directory’s id or domain.'),
  50074: you('A second factor is wanted and was not passed.', 'Sign in with the browser, and pass it there.'),
  50076: you(
    'A policy wants a second factor for this sign-in, which cannot be asked for without a browser.',
    'Sign in again with the browser.',
  ),
  50079: you('The account has to set up a second factor first.', 'Sign in with the browser and follow what it asks.'),
  50105: administrator(
    'The application is for assigned users only, and this account is not assigned.',
    'Assign the user or a group of theirs to the application in Microsoft Entra.',
  ),
  50126: you('User name or password was wrong.', 'Sign in again.'),
  50128: you('The domain belongs to no directory.', 'Check the tenant and the user’s domain.'),
  50173: you(
    'What had been granted is no longer good: the password was changed or the grant withdrawn.',
    'Sign in again.',
  ),
  50194: you(
    'The client is registered for one directory only, and the common address was asked.',
    'Give the tenant: the directory’s id or domain.',
  ),
  53000: administrator(
    'A Conditional Access policy wants a device that complies with it.',
    'Sign in from a managed device, or have the policy changed.',
  ),
  53001: administrator(
    'A Conditional Access policy wants a device that is joined to the domain.',
    'Sign in from such a device, or have the policy changed.',
  ),
  53003: administrator(
    'A Conditional Access policy blocks this sign-in.',
    'The sign-in log of Microsoft Entra names the policy; have it changed, or sign in as it wants.',
  ),
  65001: administrator(
    'Nobody has consented to the permissions that this client asks for.',
    'Sign in with the browser and agree there, or have an administrator consent for all.',
  ),
  65004: you('Consent was declined.', 'Sign in again and agree, if that is what you want.'),
  70000: you('What was to be exchanged for a token is not valid.', 'Sign in again.'),
  70008: you('What renews the token has ended or was withdrawn.', 'Sign in again.'),
  700082: you('What renews the token was not used for too long, and has ended.', 'Sign in again.'),
  70011: you(
    'A scope of the request is not valid.',
    'Compare the scopes with those that Microsoft documents; those of Graph and of Outlook cannot be asked for together.',
  ),
  500011: administrator(
    'The resource that the scope names is not installed in this directory.',
    'Check the tenant and the scope; where both are right an administrator has to consent.',
  ),
  700016: you(
    'There is no client with this id in the directory that was asked.',
    'Check the client id and the tenant; a client of one directory is unknown in every other until an administrator consents.',
  ),
  7000215: you(
    'The client secret is wrong.',
    'Give the secret’s value, not its id; it is shown once, when it is made.',
  ),
  7000218: you(
    'The client is registered as one that has a secret, and none came.',
    'Allow public client flows in its registration (Authentication), or give its secret.',
  ),
  7000222: administrator('The client secret has expired.', 'Make a new one under Certificates & secrets.'),
  90002: you('There is no such directory.', 'Check the tenant: its id or a domain of it.'),
  90094: administrator(
    'These permissions need an administrator’s consent.',
    'Have an administrator of the directory consent to the application.',
  ),
  50072: you('The account has to set up a second factor first.', 'Sign in with the browser and follow what it asks.'),
  50078: you('The second factor was passed too long ago for a policy.', 'Sign in again with the browser.'),
  50131: administrator(
    'A Conditional Access policy refused: the state of the device, suspicious activity, or another rule of it.',
    'The sign-in log of Microsoft Entra names the policy.',
  ),
  50132: you('The password has expired or was changed: the session is no longer good.', 'Sign in again.'),
  50133: you('The password has expired or was changed: the session is no longer good.', 'Sign in again.'),
  50158: you('A check by another service was not passed.', 'Sign in again with the browser, and pass it there.'),
  501481: you('The proof of the question does not fit it (PKCE).', 'Sign in again from the beginning.'),
  53002: administrator(
    'A Conditional Access policy allows approved applications alone.',
    'Have the application approved, or the policy changed.',
  ),
  530032: administrator(
    'A security policy of the directory blocks this sign-in.',
    'Compare it with the security policies of the directory.',
  ),
  530035: administrator(
    'The security defaults of the directory block this sign-in.',
    'Have an administrator look at the security defaults.',
  ),
  54005: you('The code of this sign-in was used already.', 'Sign in again.'),
  65002: administrator(
    'This client belongs to Microsoft, and may not ask for this.',
    'Register a client of your own, and give its id.',
  ),
  650057: administrator(
    'The client’s registration does not list what it asks for.',
    'Add the permission for Exchange Online to the registration, and have it consented to.',
  ),
  70018: you('A wrong code was entered on the page.', 'Sign in again, and enter the code that is shown.'),
  70019: you('The code was not entered in time.', 'Sign in again for a new one.'),
  70043: you(
    'What renews the token has ended by a rule of Conditional Access on how often to sign in.',
    'Sign in again.',
  ),
  700025: you(
    'The client is registered as one without a secret, and a secret came.',
    'Remove the client secret from the profile.',
  ),
  7000112: administrator('The application is disabled.', 'Have it enabled in Microsoft Entra.'),
  9001023: you('This way is not offered at the common address.', 'Give the tenant: the directory’s id or domain.'),
  9002332: you(
    'The client is for accounts of organisations alone, and the address for personal accounts was asked.',
    'Give the tenant: the directory’s id or domain.',
  ),
};

/** Where the current words on a number of the table are; null for a number that is not in it. */
export function entraErrorSource(code: number): ProviderSource | null {
  if (entraErrors[code] === undefined) return null;
  return {
    title: `AADSTS${code} at Microsoft`,
    url: `https://login.microsoftonline.com/error?code=${code}`,
    verifiedOn: '2024-04-24',
  };
}
