/// <reference lib="dom" preserve="true" />
/** The client of Countermark. README.md tells how to begin. */

export { Client, type ClientOptions } from "./client.js";
export * from "./errors.js";
export { Download } from "./downloads.js";
export { Pages, type Page } from "./paging.js";
export type { BatchEvent, BatchOptions, UploadOptions, WaitOptions } from "./resources/batches.js";
export type { DecisionQuery } from "./resources/decisions.js";
export type { ModelQuery } from "./resources/reading.js";
export type { FeedbackQuery, TransactionQuery } from "./resources/records.js";
export type { CallOptions } from "./transport.js";
export type { FileSource, Progress } from "./uploads.js";
export { API_VERSION, VERSION } from "./version.js";
export * as receipts from "./receipts.js";
export * as webhooks from "./webhooks.js";
export type { EventKind, KnownEvent, WebhookEvent } from "./webhooks.js";
export type * as types from "./core/types.gen.js";
