/** Reading what the service says when it does not fulfil a request: a problem (RFC 9457), an OAuth error (RFC 6749), or anything. */

import { apiError, type ApiError, type RefusedField } from "./errors.js";
import { retryAfterS } from "./retry.js";

const BODY_SHOWN = 200;

type Fields = Record<string, unknown>;

/** Make the error of an answer that is no success. body: as it came, which may be no JSON at all. */
export function refusalOf(status: number, headers: Headers, body: string): ApiError {
  const fields = fieldsOf(body);
  return apiError({
    status,
    code: textOf(fields, "code") || textOf(fields, "error"),
    title: textOf(fields, "title"),
    detail: textOf(fields, "detail") || textOf(fields, "error_description") || body.slice(0, BODY_SHOWN).trim(),
    fix: textOf(fields, "fix"),
    requestId: headers.get("x-request-id") ?? (textOf(fields, "request_id") || null),
    errors: refusedFields(fields["errors"]),
    retryAfterS: retryAfterS(headers),
  });
}

/** Make the error of a success whose body is not what it says it is. */
export function malformed(status: number, headers: Headers): ApiError {
  return apiError({
    status,
    code: "",
    title: "Malformed answer",
    detail: "The service answered with success, but its answer is not the JSON that this operation answers.",
    fix: "Check that baseUrl is the service itself: something between here and there may have answered.",
    requestId: headers.get("x-request-id"),
    errors: [],
    retryAfterS: null,
  });
}

function fieldsOf(body: string): Fields {
  try {
    const value: unknown = JSON.parse(body);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value : "";
}

function refusedFields(value: unknown): RefusedField[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isFields).map((each) => ({
    field: textOf(each, "field"),
    reason: textOf(each, "reason"),
    fix: textOf(each, "fix"),
  }));
}
