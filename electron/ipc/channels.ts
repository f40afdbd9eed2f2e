/** Names of Electron's own channels that carry the contract, for the two files that know ipcMain and ipcRenderer. */
export const ELECTRON_CALL = 'posthorn:call';
export const ELECTRON_SUBSCRIBE = 'posthorn:subscribe';
export const ELECTRON_UNSUBSCRIBE = 'posthorn:unsubscribe';
/** Main to window: subscription id, then a frame. */
export const ELECTRON_STREAM = 'posthorn:stream';

/** A name's place in a message of these channels is small; the longest of the contract has 24 characters. */
const MAX_NAME = 64;
const form = /^[a-z]+\.[a-zA-Z]+$/;

/**
 * Whether this may be the name of a call or a stream. Which names there are, the host alone says, which has the contract: the
 * preload, which must not carry every schema, hands on what has this form over the fixed channels above.
 */
export const mayBeName = (name: unknown): name is string =>
  typeof name === 'string' && name.length <= MAX_NAME && form.test(name);
