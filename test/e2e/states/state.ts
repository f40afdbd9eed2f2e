/** A state of a screen: its name, and what a user does to get there from the one before. */
import type { Page } from '@playwright/test';

export interface State {
  readonly name: string;
  /** Worth a picture in the documentation. */
  readonly picture: boolean;
  readonly show: (page: Page) => Promise<void>;
}

export interface States {
  readonly list: readonly State[];
  /** Ends the servers they need. */
  readonly close: () => Promise<void>;
}

export const state = (name: string, show: State['show']): State => ({ name, picture: false, show });
