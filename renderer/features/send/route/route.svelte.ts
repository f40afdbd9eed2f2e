/** By which way a send test goes, as chosen and typed, and the deliveries that come of it where they are several. */
import type { Profile } from '../../../../electron/protocol/values/profiles/profile.ts';
import type { Envelope } from '../../../../electron/protocol/values/target.ts';
import type { ConnectionForm } from '../../../session/target/connection-form.svelte.ts';
import { isUsable, readOthers, type RouteKind, type Stop, toDomains, withLogin } from './stops.ts';

interface RouteParts {
  readonly form: ConnectionForm;
  readonly envelope: () => Envelope;
  readonly profiles: () => readonly Profile[];
}

export class Route {
  kind: RouteKind = $state('server');
  /** Further servers, as typed. */
  others = $state('');
  readonly #parts: RouteParts;
  readonly #read = $derived.by(() => this.#readStops());

  constructor(parts: RouteParts) {
    this.#parts = parts;
  }

  /** In their order; empty for one server. */
  get stops(): readonly Stop[] {
    return this.#read.stops;
  }

  get trouble(): string | null {
    return this.#read.trouble;
  }

  #readStops(): { readonly stops: readonly Stop[]; readonly trouble: string | null } {
    const { form, envelope, profiles } = this.#parts;
    if (this.kind === 'server') return { stops: [], trouble: null };
    if (this.kind === 'mx') {
      const ehloName = form.ehloName.trim();
      const { protocol: _, ...options } = form.options.connection;
      return toDomains(envelope(), { ...options, ...(ehloName === '' ? {} : { ehloName }) });
    }
    const { stops, trouble } = readOthers(this.others, profiles());
    const own = {
      name: form.target.trim(),
      connection: form.connection(),
      auth: form.auth(),
      profileId: form.profileId,
      own: true,
    };
    const usable = isUsable(own.connection);
    const all = usable ? withLogin(stops, own) : stops;
    const to = envelope();
    return {
      stops: all.map((stop) => ({ ...stop, envelope: to })),
      trouble: trouble ?? (stops.length === 0 ? 'Name a further server, or choose “One server”' : null),
    };
  }
}
