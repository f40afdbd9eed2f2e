/** A promise that is opened from outside: for tests that hold something until something else has happened. */
export class Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;

  constructor() {
    let resolve: (() => void) | null = null;
    this.opened = new Promise<void>((settle) => {
      resolve = settle;
    });
    this.open = () => resolve?.();
  }
}
