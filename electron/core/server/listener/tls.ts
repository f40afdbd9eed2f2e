/** The TLS context of all listeners: made when the first one needs it, made again before its certificate ends. */
import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { BadCertificate } from '../../../protocol/values/server/script.ts';
import type { TlsMaterial } from '../../tls/material.ts';
import { limits } from '../limits.ts';

export class TlsContexts {
  readonly #material: () => Promise<TlsMaterial>;
  readonly #badMaterial: ((kind: BadCertificate) => Promise<TlsMaterial>) | undefined;
  readonly #failed: (error: unknown) => void;
  /** Whose client certificates are trusted; none is asked for where there are none. */
  readonly clientRoots: readonly X509Certificate[];
  readonly #bad = new Map<BadCertificate, Promise<SecureContext>>();
  #context: SecureContext | null = null;
  #named: SecureContext | null = null;
  #renewAt = 0;
  #loading: Promise<void> | null = null;

  constructor(
    material: () => Promise<TlsMaterial>,
    badMaterial: ((kind: BadCertificate) => Promise<TlsMaterial>) | undefined,
    failed: (error: unknown) => void,
    clientRoots: readonly X509Certificate[] = [],
  ) {
    this.#material = material;
    this.#badMaterial = badMaterial;
    this.#failed = failed;
    this.clientRoots = clientRoots;
  }

  /** Rejects when there is no certificate to be had. */
  async load(): Promise<void> {
    if (this.#context !== null && Date.now() < this.#renewAt) return;
    this.#loading ??= this.#make().finally(() => {
      this.#loading = null;
    });
    await this.#loading;
  }

  /** For a handshake now. Renewal goes on beside it: the present certificate is good for another day. */
  current(): SecureContext {
    const context = this.#context;
    if (context === null) throw new Error('TLS context asked for before it was loaded');
    if (Date.now() >= this.#renewAt) {
      this.#renewAt = Date.now() + limits.server.certificate.retryMs;
      this.#make().catch(this.#failed);
    }
    return context;
  }

  /** For a client that asks for a host by name; null: the same as for any. */
  get named(): SecureContext | null {
    return this.#named;
  }

  /** A certificate that no client should accept; rejects where none can be made. Made once per kind. */
  bad(kind: BadCertificate): Promise<SecureContext> {
    const known = this.#bad.get(kind);
    if (known !== undefined) return known;
    if (this.#badMaterial === undefined) return Promise.reject(new Error('bad certificates are not to be had here'));
    const made = this.#badMaterial(kind).then(({ cert, key }) =>
      createSecureContext({ cert, key, minVersion: 'TLSv1.2' }),
    );
    this.#bad.set(kind, made);
    made.catch(() => this.#bad.delete(kind));
    return made;
  }

  async #make(): Promise<void> {
    const { cert, key, named } = await this.#material();
    // Clients choose their certificate by the names of these.
    const ca = this.clientRoots.map((root) => root.toString());
    const usual = { minVersion: 'TLSv1.2', ...(ca.length === 0 ? {} : { ca }) } as const;
    this.#context = createSecureContext({ cert, key, ...usual });
    this.#named = named === undefined ? null : createSecureContext({ ...named, ...usual });
    this.#renewAt = new Date(new X509Certificate(cert).validTo).getTime() - limits.server.certificate.renewBeforeMs;
  }
}
