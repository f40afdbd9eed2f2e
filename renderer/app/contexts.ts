/** The typed contexts through which features reach their state; each is set once, in App.svelte. */
import { createContext } from 'svelte';
import type { AppState } from './app.svelte.ts';
import type { InboxState } from '../features/inbox/inbox.svelte.ts';
import type { InspectorState } from '../features/inspector/inspector.svelte.ts';
import type { SendState } from '../features/send/send.svelte.ts';
import type { ServerState } from '../features/server/server.svelte.ts';

export const [getApp, setApp] = createContext<AppState>();
export const [getInspector, setInspector] = createContext<InspectorState>();
export const [getSend, setSend] = createContext<SendState>();
export const [getServer, setServer] = createContext<ServerState>();
export const [getInbox, setInbox] = createContext<InboxState>();
