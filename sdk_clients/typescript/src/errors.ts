/** What can go wrong, as types. Everything that this package throws by itself is a CountermarkError. */

export class CountermarkError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/** A field that was refused, and what to change. */
export interface RefusedField {
  readonly field: string;
  readonly reason: string;
  readonly fix: string;
}

/** What the service said of a request that it did not fulfil (RFC 9457). `code` is stable: switch on it; empty where somebody else answered. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fix: string;
  /** Name it when you report the problem. */
  readonly requestId: string | null;
  readonly errors: readonly RefusedField[];
  /** From `Retry-After`, seconds; null where the answer has none. */
  readonly retryAfterS: number | null;
}

/** The service answered, and not with success. */
export class ApiError extends CountermarkError implements Refusal {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fix: string;
  readonly requestId: string | null;
  readonly errors: readonly RefusedField[];
  readonly retryAfterS: number | null;

  constructor(refusal: Refusal) {
    const fields = refusal.errors.map((each) => `${each.field}: ${each.reason}`).join("; ");
    const parts = [refusal.detail || refusal.title, fields, refusal.fix].filter((part) => part !== "");
    super(`${refusal.status} ${refusal.code || refusal.title}: ${parts.join(" ")} (request ${refusal.requestId ?? "unknown"})`);
    this.status = refusal.status;
    this.code = refusal.code;
    this.title = refusal.title;
    this.detail = refusal.detail;
    this.fix = refusal.fix;
    this.requestId = refusal.requestId;
    this.errors = refusal.errors;
    this.retryAfterS = refusal.retryAfterS;
  }
}

/** 400 and 422: change the request before you send it again. */
export class InvalidRequest extends ApiError {}
/** 401: there is no valid credential. */
export class AuthenticationError extends ApiError {}
/** 403: the credential lacks the permission. */
export class PermissionDenied extends ApiError {}
/** 404: there is no such thing in this environment. */
export class NotFound extends ApiError {}
/** 409: it exists already, or stands otherwise than you thought. */
export class Conflict extends ApiError {}
/** 429: too many requests; `retryAfterS` says how long to wait. */
export class RateLimited extends ApiError {}
/** 5xx: the service failed, or is not there for the moment. */
export class ServerError extends ApiError {}

/** No whole answer came: no connection, or one that broke. */
export class ConnectionFailed extends CountermarkError {}
/** No answer came in the time that was given for it. */
export class TimedOut extends CountermarkError {}

/** No signature of this webhook is by one of the secrets. */
export class WebhookSignatureInvalid extends CountermarkError {}
/** The signature may be right, but its time is too far from now: an old request sent again, or a wrong clock. */
export class WebhookTimestampOutside extends CountermarkError {}

/** Which check of a receipt failed. */
export type ReceiptCheck = "form" | "times" | "place" | "path" | "key" | "signature";

/** This is no receipt of that service, or not for what it says. */
export class ReceiptRefused extends CountermarkError {
  constructor(
    readonly check: ReceiptCheck,
    message: string,
  ) {
    super(message);
  }
}

/** Make the error of an answer's status. */
export function apiError(refusal: Refusal): ApiError {
  return new (kindOf(refusal.status))(refusal);
}

function kindOf(status: number): typeof ApiError {
  if (status >= 500) return ServerError;
  return BY_STATUS.get(status) ?? ApiError;
}

const BY_STATUS: ReadonlyMap<number, typeof ApiError> = new Map([
  [400, InvalidRequest],
  [401, AuthenticationError],
  [403, PermissionDenied],
  [404, NotFound],
  [409, Conflict],
  [422, InvalidRequest],
  [429, RateLimited],
]);
