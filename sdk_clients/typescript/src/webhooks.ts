/** Webhooks: is this request from the service, and is it new? Source: Standard Webhooks 1.0.0, docs/webhooks.md. */

import { createHmac, timingSafeEqual } from "node:crypto";

import { WebhookSignatureInvalid, WebhookTimestampOutside } from "./errors.js";
import { EVENT_KINDS, type KnownEvent } from "./eventKinds.js";

export { EVENT_KINDS, type EventKind, type KnownEvent } from "./eventKinds.js";

/** What happened. `data` names ids, codes, times and money, never a person: ask the API for the rest. */
export interface WebhookEvent {
  /** Keep it, and drop what you have seen: an event may come twice. */
  readonly id: string;
  /** Its kind: `isKnown` tells whether it is an `EventKind`; a later server sends others. */
  readonly type: string;
  /** When it happened, RFC 3339. */
  readonly timestamp: string;
  /** The id that it is about; null where it is about none. */
  readonly subject: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** As your framework gives them; case does not matter. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface WebhookOptions {
  /** How far the time of the request may be from now, either way. 300 as a rule. */
  readonly toleranceS?: number | undefined;
  /** Now, in seconds since 1970; the clock as a rule. */
  readonly nowS?: number | undefined;
}

/**
 * Accept only what the service sent, lately.
 *
 * body: the bytes as they came; a body that was parsed and written again has other bytes.
 * secrets: `whsec_...`; several while one is being rotated.
 * Raises: WebhookSignatureInvalid, WebhookTimestampOutside.
 */
export function verify(
  body: string | Uint8Array,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
  options: WebhookOptions = {},
): WebhookEvent {
  const id = header(headers, "webhook-id");
  const time = header(headers, "webhook-timestamp");
  const signatures = header(headers, "webhook-signature").split(" ");
  const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : Buffer.from(body);
  const signed = Buffer.concat([Buffer.from(`${id}.${time}.`, "utf8"), bytes]);
  const expected = [secrets].flat().map((secret) => Buffer.from(signatureOf(signed, secret)));
  if (!signatures.some((each) => expected.some((one) => same(Buffer.from(each), one)))) {
    throw new WebhookSignatureInvalid("No signature of this request is by one of these secrets.");
  }
  const { toleranceS = 300, nowS = Date.now() / 1000 } = options;
  if (!/^[0-9]{1,15}$/.test(time) || Math.abs(nowS - Number(time)) > toleranceS) {
    throw new WebhookTimestampOutside(`The time of this request, ${time}, is more than ${toleranceS} s from now.`);
  }
  return eventOf(bytes);
}

/** Whether this version knows the kind: then `event.type` tells of which type `event.data` are. */
export function isKnown(event: WebhookEvent): event is KnownEvent {
  return Object.hasOwn(EVENT_KINDS, event.type);
}

function header(headers: WebhookHeaders, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : valueOf(headers, name);
  if (value === null || value === "") throw new WebhookSignatureInvalid(`The header ${name} is missing.`);
  return value;
}

function valueOf(headers: Exclude<WebhookHeaders, Headers>, name: string): string | null {
  const found = Object.keys(headers).find((each) => each.toLowerCase() === name);
  const value = found === undefined ? undefined : headers[found];
  return value === undefined ? null : [value].flat().join(" ");
}

function signatureOf(signed: Buffer, secret: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  if (key.length === 0) throw new WebhookSignatureInvalid("A secret is empty, or no base64 behind whsec_.");
  return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
}

function same(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

function eventOf(bytes: Buffer): WebhookEvent {
  try {
    return JSON.parse(bytes.toString("utf8")) as WebhookEvent;
  } catch (error) {
    throw new WebhookSignatureInvalid("The body is signed, but it is no JSON.", { cause: error });
  }
}
