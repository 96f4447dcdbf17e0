import assert from "node:assert/strict";
import { test } from "node:test";

import { asksTooMuch, isPassing, isRepeatable, retryAfterS, waitS } from "../src/retry.js";

test("waits double from half a second to eight, and at least half of each is kept", () => {
  const whole = [1, 2, 3, 4, 5, 6, 60].map((tries) => waitS(tries, null, () => 1));
  assert.deepEqual(whole, [0.5, 1, 2, 4, 8, 8, 8]);
  assert.deepEqual([1, 5].map((tries) => waitS(tries, null, () => 0)), [0.25, 4]);
});

test("Retry-After wins over the back-off, and is capped at a minute", () => {
  assert.equal(waitS(1, 7), 7);
  assert.equal(waitS(5, 0), 0);
  assert.equal(waitS(1, 3600), 60);
  assert.deepEqual([null, 0, 60, 61].map(asksTooMuch), [false, false, false, true]);
});

test("Retry-After is read as seconds or as a date, which the answer's own Date judges", () => {
  const read = (headers: Record<string, string>): number | null => retryAfterS(new Headers(headers), () => Date.parse("2026-11-22T12:00:00Z"));
  assert.equal(read({ "retry-after": "12" }), 12);
  assert.equal(read({ "retry-after": "Sun, 22 Nov 2026 12:00:05 GMT" }), 5);
  assert.equal(read({ "retry-after": "Sun, 22 Nov 2026 18:00:05 GMT", date: "Sun, 22 Nov 2026 18:00:00 GMT" }), 5);
  assert.equal(read({ "retry-after": "Sun, 22 Nov 2026 11:00:00 GMT" }), 0);
  for (const none of ["soon", "soon 3", "-5", "1e3", ""]) assert.equal(read({ "retry-after": none }), null, none);
  assert.equal(read({}), null);
});

test("what passes by itself is tried again, and nothing else", () => {
  for (const status of [429, 502, 503, 504]) assert.equal(isPassing(status, ""), true);
  for (const status of [400, 401, 403, 404, 422, 500, 501]) assert.equal(isPassing(status, "idempotency_key_in_flight"), false);
  assert.equal(isPassing(409, "idempotency_key_in_flight"), true);
  assert.equal(isPassing(409, "idempotent_request_done"), false);
});

test("a POST is repeatable only under a key", () => {
  assert.deepEqual(["GET", "PUT", "DELETE", "POST", "PATCH"].map((method) => isRepeatable(method, false)), [true, true, true, false, false]);
  assert.deepEqual(["POST", "PATCH"].map((method) => isRepeatable(method, true)), [true, true]);
});
