/** What all nouns of the face share: the generated core, and how a call's options reach the transport. */

import { randomUUID } from "node:crypto";

import type { Core } from "../core/sdk.gen.js";
import type { CallOptions, Transport } from "../transport.js";

/** What a call of the core takes from the face. */
export interface CoreOptions {
  readonly fetch: typeof fetch;
}

export interface KeyedOptions extends CoreOptions {
  readonly headers: { readonly "Idempotency-Key": string };
}

export abstract class Resource {
  constructor(
    protected readonly core: Core,
    protected readonly transport: Transport,
  ) {}

  protected with(call: CallOptions | undefined): CoreOptions {
    return { fetch: this.transport.fetchWith(call, { isJson: true }) };
  }

  /** The same, for operations that the service refuses without a key. */
  protected keyed(call: CallOptions | undefined): KeyedOptions {
    return { ...this.with(call), headers: { "Idempotency-Key": call?.idempotencyKey ?? randomUUID() } };
  }
}
