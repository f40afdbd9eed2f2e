/** The typed contexts through which features reach their state; each is set once, in App.svelte. */
import { createContext } from 'svelte';
import type { Actions } from './actions/actions.ts';
import type { AppState } from './app.svelte.ts';
import type { ExplainState } from '../features/explain/explain.svelte.ts';
import type { HistoryState } from '../features/history/history.svelte.ts';
import type { InboxState } from '../features/inbox/inbox.svelte.ts';
import type { InspectorState } from '../features/inspector/inspector.svelte.ts';
import type { ProfilesState } from '../features/profiles/profiles.svelte.ts';
import type { SendState } from '../features/send/send.svelte.ts';
import type { TestServerState } from '../features/server/server.svelte.ts';
import type { SurveysState } from '../features/survey/survey.svelte.ts';
import type { SettingsState } from '../features/settings/settings.svelte.ts';

export const [getApp, setApp] = createContext<AppState>();
export const [getActions, setActions] = createContext<Actions>();
export const [getInspector, setInspector] = createContext<InspectorState>();
export const [getSend, setSend] = createContext<SendState>();
export const [getSurveys, setSurveys] = createContext<SurveysState>();
export const [getExplain, setExplain] = createContext<ExplainState>();
export const [getProfiles, setProfiles] = createContext<ProfilesState>();
export const [getServer, setServer] = createContext<TestServerState>();
export const [getInbox, setInbox] = createContext<InboxState>();
export const [getHistory, setHistory] = createContext<HistoryState>();
export const [getSettings, setSettings] = createContext<SettingsState>();
