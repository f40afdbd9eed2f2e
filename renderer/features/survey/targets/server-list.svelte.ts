/** The list of servers as it stands in the window: typed, from a file or from profiles; its rows in words, in the inspector, in a file. */
import type { Profile } from '../../../../electron/protocol/values/profiles/profile.ts';
import type { TargetRow } from '../../../../electron/protocol/values/survey/targets.ts';
import { visible } from '../../../../electron/texts/visible.ts';
import type { AppState } from '../../../app/app.svelte.ts';
import type { InspectorPort, ProfilesPort } from '../../../app/ports.ts';
import type { OpenedProfile } from '../../../session/target/connection-form.svelte.ts';
import type { TypedList } from '../plan.ts';

/** In front of a profile's name, in the line of a list. */
const PROFILE = 'profile:';

const openedProfile = ({ id, content: { name, connection, auth, envelope } }: Profile): OpenedProfile => ({
  id,
  name,
  connection,
  auth,
  envelope,
});

export class ServerList {
  /** Servers, one a line. */
  typed: TypedList = $state.raw({ name: '', text: '', task: 'check' });
  readonly #app: AppState;
  readonly #inspector: InspectorPort;
  readonly #profiles: ProfilesPort;

  constructor(app: AppState, inspector: InspectorPort, profiles: ProfilesPort) {
    this.#app = app;
    this.#inspector = inspector;
    this.#profiles = profiles;
  }

  /** The logins of these profiles; a name that several have gives way to the id. */
  fillWith(profiles: readonly Profile[], name: string): void {
    const names = this.#profiles.profiles.map(({ content }) => content.name.toLowerCase());
    const isOnly = (wanted: string): boolean => names.filter((each) => each === wanted.toLowerCase()).length === 1;
    const lines = profiles.map(({ id, content }) => `${PROFILE}${isOnly(content.name) ? content.name : id}`);
    this.typed = { name, text: lines.join('\n'), task: 'verify' };
  }

  async open(): Promise<void> {
    const { client } = this.#app;
    try {
      const [file] = await client.call('files.choose', { purpose: 'targets' });
      if (file === undefined) return;
      this.typed = { ...this.typed, ...(await client.call('surveys.readList', { handle: file.handle })) };
      await client.call('files.release', { handles: [file.handle] });
    } catch (error) {
      this.#app.report(error);
    }
  }

  async saveRows(surveyId: string): Promise<void> {
    try {
      const { saved, name } = await this.#app.client.call('surveys.exportRows', { surveyId });
      if (saved) this.#app.toasts.show({ message: name === null ? 'Saved' : `Saved as ${visible(name)}`, tone: 'ok' });
    } catch (error) {
      this.#app.report(error);
    }
  }

  /** A row's server, in the inspector. */
  inspect({ text }: TargetRow): void {
    const profile = this.#profileIn(text);
    this.#app.go('inspector');
    if (profile !== null) this.#inspector.openProfile(openedProfile(profile));
    else this.#inspector.refill({ connection: { target: text }, auth: null }, true);
  }

  /** What a row is called: a profile by its name. */
  nameOf({ text }: Pick<TargetRow, 'text'>): string {
    return this.#profileIn(text)?.content.name ?? text;
  }

  #profileIn(text: string): Profile | null {
    if (!text.startsWith(PROFILE)) return null;
    const name = text.slice(PROFILE.length);
    return this.#profiles.profiles.find(({ id, content }) => id === name || content.name === name) ?? null;
  }
}
