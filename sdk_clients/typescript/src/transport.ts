/**
 * What every request has, whether the face or the generated core makes it: credentials, the pinned version, an idempotency key, a time
 * limit, tries, and errors as types. The core gets it as its `fetch`.
 */

import { randomUUID } from "node:crypto";

import type { Credentials } from "./credentials.js";
import { ApiError, AuthenticationError, ConnectionFailed, CountermarkError } from "./errors.js";
import { Patience, pause, within } from "./patience.js";
import { malformed, refusalOf } from "./refusals.js";
import { asksTooMuch, isPassing, isRepeatable, waitS } from "./retry.js";
import { Upload } from "./uploads.js";
import { API_VERSION, VERSION } from "./version.js";

/** What one call may ask for otherwise than the client does. */
export interface CallOptions {
  /** Of the piece of work; made where it is not given. Give your own to find the work again after a crash of yours. */
  readonly idempotencyKey?: string | undefined;
  /** How long one try may take, seconds. Of uploads and downloads: how long nothing may move. */
  readonly timeoutS?: number | undefined;
  /** How often a try is repeated. */
  readonly maxRetries?: number | undefined;
  /** How long all tries and waits may take together, seconds; no limit without it. */
  readonly deadlineS?: number | undefined;
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A request, before the transport adds what is its own. body: bytes can be sent again, an upload if it says so. */
export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array | Upload | null;
}

/** What is known of a request beside its method. isSafe: it changes nothing. isJson: its answer is a JSON object, or not the service's. */
export interface Kind {
  readonly isSafe?: boolean;
  readonly isJson?: boolean;
}

export interface TransportSettings {
  readonly timeoutS: number;
  readonly maxRetries: number;
  readonly fetch: typeof fetch;
}

/** Stands in a request for the credential, which the transport puts in its place. */
export const CREDENTIAL = "countermark-credential";

const AGENT = `countermark-typescript/${VERSION}`;
const BEARER = `Bearer ${CREDENTIAL}`;
const MUTATIONS: ReadonlySet<string> = new Set(["POST", "PATCH", "PUT", "DELETE"]);
const JSON_TYPE = /^application\/([\w.+-]+\+)?json\b/;
const FORM_TYPE = "application/x-www-form-urlencoded";

/** One call on its way: what stays the same in all of its tries. */
interface Work extends Outgoing {
  readonly isAuthenticated: boolean;
  readonly isRepeatable: boolean;
  readonly isJson: boolean;
  readonly timeoutS: number;
  readonly maxRetries: number;
  readonly untilMs: number;
  readonly signal: AbortSignal | null;
}

export class Transport {
  constructor(
    private readonly credentials: Credentials,
    private readonly settings: TransportSettings,
  ) {}

  get maxRetries(): number {
    return this.settings.maxRetries;
  }

  /** This transport as a `fetch`, with what one call asks for: `client.core.getDecision({ path, fetch: client.fetchWith({ timeoutS: 5 }) })`. */
  fetchWith(call: CallOptions = {}, kind: Kind = {}): typeof fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      const outgoing = { method: request.method, url: request.url, headers: request.headers, body: await bodyOf(request) };
      return await this.send(outgoing, { signal: request.signal, ...call }, kind);
    };
  }

  /**
   * Send until there is an answer to return, at most once more than `maxRetries`.
   *
   * Raises: ApiError by status, ConnectionFailed, TimedOut, or the reason of the caller's signal.
   */
  async send(outgoing: Outgoing, call: CallOptions = {}, kind: Kind = {}): Promise<Response> {
    const work = this.workOf(outgoing, call, kind);
    const renewal = { isSpent: false };
    for (let tries = 1; ; tries += 1) {
      const bearer = work.isAuthenticated ? await within(this.credentials.bearer(), work.untilMs, work.signal) : null;
      try {
        return await this.exchange(work, bearer);
      } catch (error) {
        if (await this.isRenewed(error, bearer, work, renewal)) {
          tries -= 1;
          continue;
        }
        if (!work.isRepeatable || tries > work.maxRetries || !passes(error)) throw error;
        const asked = error instanceof ApiError ? error.retryAfterS : null;
        if (asksTooMuch(asked)) throw error;
        const seconds = waitS(tries, asked);
        if (performance.now() + seconds * 1000 >= work.untilMs) throw error;
        await pause(seconds, work.signal);
      }
    }
  }

  private workOf(outgoing: Outgoing, call: CallOptions, kind: Kind): Work {
    const { method, url, body } = outgoing;
    const headers = new Headers(outgoing.headers);
    const isAuthenticated = headers.get("authorization") === BEARER;
    headers.set("user-agent", AGENT);
    headers.set("countermark-version", API_VERSION);
    if (call.idempotencyKey !== undefined) headers.set("idempotency-key", call.idempotencyKey);
    if (isAuthenticated && MUTATIONS.has(method) && !headers.has("idempotency-key")) headers.set("idempotency-key", randomUUID());
    if (body instanceof Upload && body.lengthBytes !== null) headers.set("content-length", String(body.lengthBytes));
    const canRepeat = kind.isSafe === true || isRepeatable(method, headers.has("idempotency-key"));
    return {
      method,
      url,
      headers,
      body,
      isAuthenticated,
      isRepeatable: canRepeat && (!(body instanceof Upload) || body.isRepeatable),
      isJson: kind.isJson === true,
      timeoutS: call.timeoutS ?? this.settings.timeoutS,
      maxRetries: call.maxRetries ?? this.settings.maxRetries,
      untilMs: call.deadlineS === undefined ? Infinity : performance.now() + call.deadlineS * 1000,
      signal: call.signal ?? null,
    };
  }

  /** Whether another credential was got for one that was refused: once for each call. Raises: what the token endpoint says. */
  private async isRenewed(error: unknown, used: string | null, work: Work, renewal: { isSpent: boolean }): Promise<boolean> {
    const isFinal = renewal.isSpent || (work.body instanceof Upload && !work.body.isRepeatable);
    if (used === null || isFinal || !(error instanceof AuthenticationError)) return false;
    renewal.isSpent = true;
    return await within(this.credentials.renew(used), work.untilMs, work.signal);
  }

  /** One try: what is small is read to its end within the time limit, what may be large goes on as a stream. */
  private async exchange(work: Work, bearer: string | null): Promise<Response> {
    const leftS = (work.untilMs - performance.now()) / 1000;
    const patience = new Patience(Math.max(0, Math.min(work.timeoutS, leftS)), work.signal);
    const headers = new Headers(work.headers);
    if (bearer !== null) headers.set("authorization", `Bearer ${bearer}`);
    try {
      const response = await this.settings.fetch(work.url, initOf(work, headers, patience));
      if (response.ok && !work.isJson && !isWhole(response)) return streamed(response, patience, work);
      const bytes = await response.arrayBuffer();
      patience.end();
      return wholeOf(response, bytes, work.isJson);
    } catch (error) {
      patience.end();
      throw meaningOf(error, patience, work);
    }
  }
}

/** An answer whose body is there. Raises: ApiError, also for a success that says it is JSON and is none. */
function wholeOf(response: Response, bytes: ArrayBuffer, isJson: boolean): Response {
  const { status, headers } = response;
  if (!response.ok) throw refusalOf(status, headers, new TextDecoder().decode(bytes));
  if (isJson && !isObject(bytes)) throw malformed(status, headers);
  if (!hasBody(response)) return new Response(null, { status, headers });
  if (JSON_TYPE.test(headers.get("content-type") ?? "") && parsed(bytes) === undefined) throw malformed(status, headers);
  return new Response(bytes, { status, headers });
}

function isObject(bytes: ArrayBuffer): boolean {
  const value = parsed(bytes);
  return typeof value === "object" && value !== null;
}

/** What JSON says; undefined where it is none. */
function parsed(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

function initOf(work: Work, headers: Headers, patience: Patience): RequestInit {
  const { method, body } = work;
  const common = { method, headers, signal: patience.signal, redirect: "manual" } as const;
  if (body === null) return common;
  if (!(body instanceof Upload)) return { ...common, body: body as Uint8Array<ArrayBuffer> };
  const streaming: RequestInit & { duplex: "half" } = { ...common, body: body.stream(() => patience.windUp()), duplex: "half" };
  return streaming;
}

/** Read a body that the core wrote. What is small is kept for the next try; what may be a file is sent once, as it comes. */
async function bodyOf(request: Request): Promise<Uint8Array | Upload | null> {
  if (request.body === null) return null;
  const type = request.headers.get("content-type") ?? "";
  if (JSON_TYPE.test(type) || type.startsWith(FORM_TYPE)) return new Uint8Array(await request.arrayBuffer());
  return await Upload.of(request.body);
}

function isWhole(response: Response): boolean {
  const type = response.headers.get("content-type") ?? "";
  return !hasBody(response) || JSON_TYPE.test(type) || type.startsWith("text/plain");
}

function hasBody(response: Response): boolean {
  return response.body !== null && response.status !== 204 && response.status !== 205;
}

/** Pass a body on as it comes. Time runs only while somebody waits for the next piece. */
function streamed(response: Response, patience: Patience, work: Work): Response {
  patience.stop();
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        patience.windUp();
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          throw meaningOf(error, patience, work);
        } finally {
          patience.stop();
        }
      },
      cancel: async (reason) => {
        patience.end();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: response.status, headers: response.headers });
}

/** Say what an exception of fetch means to a caller. */
function meaningOf(error: unknown, patience: Patience, work: Work): unknown {
  if (error instanceof CountermarkError) return error;
  if (work.body instanceof Upload && work.body.failure !== undefined) return work.body.failure;
  if (patience.reason !== undefined) return patience.reason;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ConnectionFailed(`${work.method} ${new URL(work.url).pathname}: the connection failed: ${why}`, { cause: error });
}

function passes(error: unknown): boolean {
  return error instanceof ConnectionFailed || (error instanceof ApiError && isPassing(error.status, error.code));
}
