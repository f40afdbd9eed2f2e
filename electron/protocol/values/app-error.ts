/**
 * What can go wrong in a call itself. A session's outcome is not such an error: a check that ends in `auth-failed` is a
 * call that worked. `code` and `params` only, no sentence: the words are in electron/texts.
 */
import * as v from 'valibot';

export const APP_ERROR_CODES = [
  'invalid-argument',
  'listen-failed',
  'secret-store-unavailable',
  'secret-missing',
  /** No access token came: `reason` of protocol/values/profiles/oauth.ts, what the server said, and whose it was to be. */
  'sign-in-failed',
  'profile-not-found',
  /** Somebody else saved this profile after these edits began. */
  'profile-changed',
  /** What was read for an import is no longer kept, or never was. */
  'import-expired',
  'run-not-found',
  /** As many surveys as may run at one time (`most`). */
  'surveys-running',
  'message-not-found',
  'session-not-found',
  'file-damaged',
  'file-unreadable',
  /** It is no longer what it was when it was chosen or reviewed. */
  'file-changed',
  /** Written by a later version of the app; it is left as it is. */
  'file-newer',
  /** Needs a desktop: dialogs, the tray or the message view of the app's own window. */
  'not-available',
  /** The user did not agree when main asked. */
  'not-confirmed',
  /** The process that showed a message ended, or was ended for the memory it took (`reason`, `mebibytes`). */
  'view-ended',
  /** The sender is not our window's main frame, or asked for a channel that does not exist. */
  'untrusted-sender',
  /** The host no longer answers (the window outlived it, or the socket closed). */
  'disconnected',
  'internal',
] as const;

export const AppErrorCodeSchema = v.picklist(APP_ERROR_CODES);
export type AppErrorCode = v.InferOutput<typeof AppErrorCodeSchema>;

export const AppErrorParamsSchema = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));
export const AppErrorSchema = v.object({ code: AppErrorCodeSchema, params: AppErrorParamsSchema });
export type AppErrorValue = v.InferOutput<typeof AppErrorSchema>;

/** Thrown by handlers and by the client, where a failure has to cross code that knows nothing of it. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: AppErrorCode;
  readonly params: AppErrorValue['params'];

  constructor(code: AppErrorCode, params: AppErrorValue['params'] = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.params = params;
  }
}
