// One question at a time, and always the latest: what a drag needs.

/** Asks for the latest of what is wanted; what comes in between is passed over. */
export class Latest<Q> {
  #wanted: Q | undefined;
  #running = false;
  #abort = new AbortController();

  constructor(private readonly ask: (question: Q, signal: AbortSignal) => Promise<void>) {}

  /** Wants this next. `anew` gives up what is under way, as its answer would be of no use. */
  want(question: Q, anew = false): void {
    this.#wanted = question;
    if (anew && this.#running) this.#abort.abort();
    if (!this.#running) void this.#run();
  }

  stop(): void {
    this.#wanted = undefined;
    this.#abort.abort();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#wanted !== undefined) {
      const question = this.#wanted;
      this.#wanted = undefined;
      this.#abort = new AbortController();
      const signal = this.#abort.signal;
      try {
        await this.ask(question, signal);
      } catch (error) {
        if (!signal.aborted) console.warn(error);
      }
    }
    this.#running = false;
  }
}
