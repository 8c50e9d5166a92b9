const width = 28;

/** Where the bar is drawn. */
interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** A progress bar: one line that is redrawn on a terminal, a line a change elsewhere. */
export class Progress {
  readonly #out: Output;
  #last = "";

  constructor(out: Output) {
    this.#out = out;
  }

  /** Shows how far it is, in percent, and what is being done. */
  show(percent: number, text: string): void {
    const full = Math.round((percent / 100) * width);
    const line = `  ${"█".repeat(full)}${"░".repeat(width - full)} ${String(Math.round(percent)).padStart(3)} %  ${text}`;
    if (line === this.#last) return;
    this.#last = line;
    // A line that wraps could not be redrawn.
    this.#out.write(
      this.#out.isTTY ? `\r\x1b[2K${line.slice(0, (this.#out.columns ?? 80) - 1)}` : `${line}\n`,
    );
  }

  /** Leaves the line as it is; what is written next goes below it. */
  end(): void {
    if (this.#out.isTTY && this.#last !== "") this.#out.write("\n");
    this.#last = "";
  }
}
