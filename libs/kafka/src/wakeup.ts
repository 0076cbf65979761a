/** Lets one waiter sleep until something happens or time has passed. A wake-up that comes early is not lost. */
export class Wakeup {
  #isSet = false;
  #wake: (() => void) | undefined;

  /** True while someone waits. */
  get isWaiting(): boolean {
    return this.#wake !== undefined;
  }

  wake(): void {
    this.#isSet = true;
    this.#wake?.();
  }

  async wait(ms: number): Promise<void> {
    if (!this.#isSet) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = undefined;
    this.#isSet = false;
  }
}
