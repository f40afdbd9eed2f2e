/** How good or bad something is, as colours and words show it. */
export type Tone = 'neutral' | 'ok' | 'info' | 'warn' | 'err';
