/** When a request is sent again, and after which wait. */

const BACKOFF_FIRST_S = 0.5;
const BACKOFF_MAX_S = 8;
const RETRY_AFTER_MAX_S = 60;

const STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]);

/** Whether an answer of this status and code may be another one next time. */
export function isPassing(status: number, code: string): boolean {
  return STATUSES.has(status) || (status === 409 && code === "idempotency_key_in_flight");
}

/** Whether a server asks for a wait that nobody waits: it is told at once. asked: as of `waitS`. */
export function asksTooMuch(asked: number | null): boolean {
  return asked !== null && asked > RETRY_AFTER_MAX_S;
}

/** Whether the work is done once, however often a request of this method is sent. */
export function isRepeatable(method: string, hasIdempotencyKey: boolean): boolean {
  return METHODS.has(method) || hasIdempotencyKey;
}

/**
 * How long to wait before a try. tries: how many there were, 1 and more. asked: by `Retry-After`, which wins; null without one.
 * random: from 0 to 1, so that a crowd does not come back at once.
 */
export function waitS(tries: number, asked: number | null, random: () => number = Math.random): number {
  if (asked !== null) return Math.min(asked, RETRY_AFTER_MAX_S);
  const whole = Math.min(BACKOFF_MAX_S, BACKOFF_FIRST_S * 2 ** (tries - 1));
  return whole * (0.5 + 0.5 * random());
}

/**
 * Read `Retry-After`: seconds, or a date (RFC 9110 section 10.2.3). A date is compared with the answer's own `Date`, so that a wrong clock
 * here does no harm. Null where there is none, or nothing to be understood.
 */
export function retryAfterS(headers: Headers, nowMs: () => number = Date.now): number | null {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^[0-9]+(\.[0-9]+)?$/.test(text)) return Number(text);
  const until = dateOf(text);
  if (Number.isNaN(until)) return null;
  const answered = dateOf(headers.get("date") ?? "");
  return Math.max(0, (until - (Number.isNaN(answered) ? nowMs() : answered)) / 1000);
}

/** An HTTP date begins with a day of the week (RFC 9110 section 5.6.7); Date.parse alone takes "-5" or "soon 3" for one too. */
function dateOf(text: string): number {
  return /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : NaN;
}
