/** How long one try may keep quiet: a timer over a fetch, wound up again whenever something moves. */

import { TimedOut } from "./errors.js";

export class Patience {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;
  /** Ends the fetch, when time is up or the caller has gone. */
  readonly signal: AbortSignal;

  constructor(
    private readonly quietS: number,
    private readonly caller: AbortSignal | null,
  ) {
    this.signal = caller === null ? this.controller.signal : AbortSignal.any([this.controller.signal, caller]);
    this.windUp();
  }

  windUp(): void {
    this.stop();
    if (this.isOver) return;
    const given = new TimedOut(`No answer within ${this.quietS} s.`);
    this.timer = setTimeout(() => this.controller.abort(given), Math.min(this.quietS * 1000, 2 ** 31 - 1));
  }

  /** Hold the time, until it is wound up again. */
  stop(): void {
    clearTimeout(this.timer);
  }

  /** Stop for good: what still moves, such as the rest of an upload, winds nothing up any more. */
  end(): void {
    this.isOver = true;
    this.stop();
  }

  /** Why the fetch was ended from this side; undefined where it was not. */
  get reason(): unknown {
    if (this.controller.signal.aborted) return this.controller.signal.reason;
    return this.caller?.aborted === true ? this.caller.reason : undefined;
  }
}

/** Wait, unless the caller goes. Rejects with the signal's reason. */
export async function pause(seconds: number, signal: AbortSignal | null): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const gone = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", gone);
      resolve();
    }, seconds * 1000);
    signal?.addEventListener("abort", gone, { once: true });
  });
}

/** Wait for what others wait for too, but not past a time, nor for a caller that goes. untilMs: of performance.now(). */
export async function within<Value>(work: Promise<Value>, untilMs: number, signal: AbortSignal | null): Promise<Value> {
  if (signal === null && untilMs === Infinity) return await work;
  const leftMs = Math.max(0, untilMs - performance.now());
  const over = new Patience(Math.min(leftMs / 1000, 2 ** 31), signal);
  try {
    return await new Promise<Value>((resolve, reject) => {
      const gone = (): void => reject(over.reason as Error);
      over.signal.addEventListener("abort", gone, { once: true });
      if (over.signal.aborted) gone();
      work.then(resolve, reject);
    });
  } finally {
    over.end();
  }
}
