/** The state of every feature, made once for a window and handed down to its components as one context. */
import { createContext } from 'svelte';
import type { Client } from '../../electron/ipc/client.ts';
import { ExplainState } from '../features/explain/explain.svelte.ts';
import { HistoryState } from '../features/history/history.svelte.ts';
import { InboxState } from '../features/inbox/inbox.svelte.ts';
import { InspectorState } from '../features/inspector/inspector.svelte.ts';
import { ProfilesState } from '../features/profiles/profiles.svelte.ts';
import { SendState } from '../features/send/send.svelte.ts';
import { TestServerState } from '../features/server/server.svelte.ts';
import { SettingsState } from '../features/settings/settings.svelte.ts';
import { SurveysState } from '../features/survey/survey.svelte.ts';
import { Actions } from './actions/actions.ts';
import { AppState } from './app.svelte.ts';
import { MessageFile } from './opening/message-file.svelte.ts';
import { Opening } from './opening/opening.svelte.ts';
import { UpdatesState } from './updates/updates.svelte.ts';

/** In the order in which one needs the other. */
export function makeStates(client: Client) {
  const app = new AppState(client);
  const server = new TestServerState(app);
  const inspector = new InspectorState(app);
  const send = new SendState(app, inspector, server);
  const inbox = new InboxState(app, send);
  const explain = new ExplainState(app);
  const profiles = new ProfilesState(app, inspector, send);
  send.profiles = profiles;
  const settings = new SettingsState(app, server);
  const surveys = new SurveysState(app, inspector, profiles, server);
  const history = new HistoryState(app, inspector, send, surveys);
  const updates = new UpdatesState(app);
  const opening = new Opening(app, inspector, surveys);
  const messageFile = new MessageFile(app, inbox);
  const actions = new Actions({ app, inspector, send, server, profiles, surveys, opening, messageFile });
  return {
    ...{ app, actions, server, inbox, inspector, send, explain, profiles, settings, surveys, history, updates },
    ...{ opening, messageFile },
  };
}

type States = ReturnType<typeof makeStates>;

const [getStates, setStates] = createContext<States>();
export { setStates };

export const getApp = (): AppState => getStates().app;
export const getOpening = (): Opening => getStates().opening;
export const getMessageFile = (): MessageFile => getStates().messageFile;
export const getActions = (): Actions => getStates().actions;
export const getInspector = (): InspectorState => getStates().inspector;
export const getSend = (): SendState => getStates().send;
export const getSurveys = (): SurveysState => getStates().surveys;
export const getExplain = (): ExplainState => getStates().explain;
export const getProfiles = (): ProfilesState => getStates().profiles;
export const getServer = (): TestServerState => getStates().server;
export const getInbox = (): InboxState => getStates().inbox;
export const getHistory = (): HistoryState => getStates().history;
export const getUpdates = (): UpdatesState => getStates().updates;
export const getSettings = (): SettingsState => getStates().settings;
