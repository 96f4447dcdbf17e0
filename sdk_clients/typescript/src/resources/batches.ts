/** Batches: a file goes in, results come out; watched by server-sent events. */

import type { Client as Http } from "../core/client/index.js";
import type { Core } from "../core/sdk.gen.js";
import type { BatchPage, BatchView, CreateBatchData, GetBatchResultsData, RowProof } from "../core/types.gen.js";
import { Download, bytesOf } from "../downloads.js";
import { ConnectionFailed, TimedOut } from "../errors.js";
import { Pages } from "../paging.js";
import { pause } from "../patience.js";
import { waitS } from "../retry.js";
import { eventsOf, type ServerEvent } from "../sse.js";
import { CREDENTIAL, type CallOptions, type Transport } from "../transport.js";
import { Upload, type FileSource, type Progress } from "../uploads.js";
import { Resource } from "./resource.js";

type CreateQuery = CreateBatchData["query"];

/** How a file is to be read and scored. columns: for those that have another name in the file, `{ income: "Income (INR)" }`. */
export type BatchOptions = Omit<CreateQuery, "columns"> & { readonly columns?: Readonly<Record<string, string>> };

export interface UploadOptions extends CallOptions {
  readonly onProgress?: Progress | undefined;
}

export interface BatchEvent {
  /** `progress`, and at the end the batch's state. */
  readonly event: string;
  readonly id: string;
  readonly batch: BatchView;
}

export interface WaitOptions extends CallOptions {
  /** How long to wait for the end, seconds; for ever without it. */
  readonly waitS?: number | undefined;
}

type ResultFormat = NonNullable<NonNullable<GetBatchResultsData["query"]>["format"]>;

const ENDED: ReadonlySet<string> = new Set(["completed", "failed", "cancelled"]);
const POLL_FIRST_S = 0.2;
const POLL_MAX_S = 5;
const LAST_LOOK_S = 1;
const WATCH_QUIET_S = 60;

export class Batches extends Resource {
  constructor(
    core: Core,
    transport: Transport,
    private readonly http: Http,
  ) {
    super(core, transport);
  }

  /** Send a file. A path, bytes and a Blob are sent again when a connection breaks; a stream is sent once. */
  async create(file: FileSource, options: BatchOptions, call: UploadOptions = {}): Promise<BatchView> {
    const { columns, ...rest } = options;
    const query = columns === undefined ? rest : { ...rest, columns: JSON.stringify(columns) };
    const upload = await Upload.of(file, call.onProgress);
    const type = options.format === "parquet" ? "application/vnd.apache.parquet" : "text/csv";
    const headers = this.headers({ "content-type": type, accept: "application/json" });
    const outgoing = { method: "POST", url: this.url("/api/v1/batches", query), headers, body: upload };
    const response = await this.transport.send(outgoing, call, { isJson: true });
    return (await response.json()) as BatchView;
  }

  async get(batchId: string, call?: CallOptions): Promise<BatchView> {
    return await this.core.getBatch({ path: { batch_id: batchId }, ...this.with(call) });
  }

  list(query: { limit?: number } = {}, call?: CallOptions): Pages<BatchView, BatchPage> {
    return new Pages((after) => this.core.listBatches({ query: { ...query, after }, ...this.with(call) }));
  }

  /** Stop it after the chunk in hand, and delete its files. */
  async cancel(batchId: string, call?: CallOptions): Promise<BatchView> {
    return await this.core.cancelBatch({ path: { batch_id: batchId }, ...this.with(call) });
  }

  /** Wait until it ended, and say how: look at its `state`. Raises: TimedOut. */
  async wait(batchId: string, options: WaitOptions = {}): Promise<BatchView> {
    const { waitS = Infinity, ...call } = options;
    const until = performance.now() + waitS * 1000;
    for (let pollS = POLL_FIRST_S; ; pollS = Math.min(POLL_MAX_S, pollS * 1.5)) {
      const withinS = Math.max(LAST_LOOK_S, (until - performance.now()) / 1000);
      const batch = await this.get(batchId, { ...call, deadlineS: Math.min(call.deadlineS ?? Infinity, withinS) });
      if (ENDED.has(batch.state)) return batch;
      const leftS = (until - performance.now()) / 1000;
      if (leftS <= 0) throw new TimedOut(`The batch ${batchId} has not ended within ${waitS} s; it is ${batch.state}.`);
      await pause(Math.min(pollS, leftS), call.signal ?? null);
    }
  }

  /**
   * Watch it until it ended. Where the stream breaks off or ends too soon it is opened again, naming the last event; what was told already
   * is not told twice. Raises: ConnectionFailed, TimedOut, where that brings nothing new more often than a call is repeated.
   */
  async *events(batchId: string, call: CallOptions = {}): AsyncGenerator<BatchEvent, void> {
    let last = "";
    let newest = -1;
    for (let failures = 0; ; ) {
      let broken: unknown = new ConnectionFailed(`The events of ${batchId} ended before the batch did.`);
      try {
        for await (const each of this.watch(batchId, last, call)) {
          const batch = batchOf(each);
          const hasEnded = ENDED.has(batch.state);
          if (batch.revision <= newest && !hasEnded) continue;
          failures = 0;
          last = each.id;
          newest = batch.revision;
          yield { event: each.event, id: each.id, batch };
          if (hasEnded) return;
        }
      } catch (error) {
        if (!(error instanceof ConnectionFailed || error instanceof TimedOut)) throw error;
        broken = error;
      }
      failures += 1;
      if (failures > Math.max(1, call.maxRetries ?? this.transport.maxRetries)) throw broken;
      await pause(waitS(failures, null), call.signal ?? null);
    }
  }

  private async *watch(batchId: string, last: string, call: CallOptions): AsyncGenerator<ServerEvent, void> {
    const headers = this.headers({ accept: "text/event-stream" });
    if (last !== "") headers.set("last-event-id", last);
    const url = this.url(`/api/v1/batches/${encodeURIComponent(batchId)}/events`);
    const quiet = { timeoutS: WATCH_QUIET_S, ...call };
    yield* eventsOf(bytesOf(await this.transport.send({ method: "GET", url, headers, body: null }, quiet)));
  }

  /** The results of a completed batch, a row for each row that was not refused. */
  results(batchId: string, format: ResultFormat = "csv", call?: CallOptions): Download {
    return this.file(`/api/v1/batches/${encodeURIComponent(batchId)}/results`, { format }, call);
  }

  /** The rows that were refused, as a CSV of `line`, `column` and `reason`. */
  refused(batchId: string, call?: CallOptions): Download {
    return this.file(`/api/v1/batches/${encodeURIComponent(batchId)}/refused`, {}, call);
  }

  /** That the row of one line is what the batch's ledger entry committed to. */
  async rowProof(batchId: string, line: number, call?: CallOptions): Promise<RowProof> {
    return await this.core.getBatchRowProof({ path: { batch_id: batchId, line }, ...this.with(call) });
  }

  private file(path: string, query: Record<string, unknown>, call?: CallOptions): Download {
    const open = (): Promise<Response> =>
      this.transport.send({ method: "GET", url: this.url(path, query), headers: this.headers({ accept: "*/*" }), body: null }, call);
    return new Download(open, call?.maxRetries ?? this.transport.maxRetries);
  }

  private url(path: string, query: Record<string, unknown> = {}): string {
    return this.http.buildUrl({ url: path, query });
  }

  private headers(own: Record<string, string>): Headers {
    return new Headers({ ...own, authorization: `Bearer ${CREDENTIAL}` });
  }
}

/** Raises: ConnectionFailed, where an event tells of no batch: somebody else is writing the stream. */
function batchOf(event: ServerEvent): BatchView {
  try {
    const batch = JSON.parse(event.data) as BatchView;
    if (typeof batch.state === "string" && typeof batch.revision === "number") return batch;
  } catch {
    // said below
  }
  throw new ConnectionFailed("An event of the stream is no batch.");
}
