/** A listener as a client sees it, and a text made for it. */
export type Encryption = 'none' | 'starttls' | 'tls';

/** What every text is made from. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly encryption: Encryption;
  /** STARTTLS is offered although it is not to be used: libraries that take it unasked have to be told. */
  readonly offersTls: boolean;
  readonly login: boolean;
}

export interface ConnectWay {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  /** Where the text goes, or what has to be known about it. */
  readonly note: string;
}

/** A path nobody has, to be replaced by the reader's own. */
export const CA_FILE = '/path/to/posthorn-ca.pem';

/** Where the test server takes any, these serve as well as others. */
export const USER = 'user';
export const PASSWORD = 'password';

/** Where a client on this machine connects to; "any address" is none that one can connect to. */
export function connectHost(host: string | null): string {
  if (host === null || host === '0.0.0.0' || host === '') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

export const lines = (...parts: (string | readonly string[])[]): string => parts.flat().join('\n');
export const when = (wanted: boolean, ...parts: string[]): string[] => (wanted ? parts : []);
export const trustNote = (how: string): string => `${how} Save the test server's authority there first.`;
