/** What each side of TLS needs to identify itself, all as PEM text. */
export interface TlsMaterial {
  /** The chain, leaf first. */
  readonly cert: string;
  readonly key: string;
  /** The authority behind it: what a client needs in order to trust the chain. */
  readonly caPem: string;
  /** For a client that asks for a host by its name (SNI); absent: the same. */
  readonly named?: { readonly cert: string; readonly key: string };
}

/** Of a client; its key is in clear, and so in memory alone. */
export interface ClientIdentity {
  readonly cert: string;
  readonly key: string;
}
