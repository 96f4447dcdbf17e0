/** The client: credentials and habits in one place, and a noun of the API in each of its fields. */

import { createClient, createConfig, type Client as Http } from "./core/client/index.js";
import { Core } from "./core/sdk.gen.js";
import { ApiKey, ClientCredentials, type Credentials, type TokenAnswer } from "./credentials.js";
import { CountermarkError } from "./errors.js";
import { malformed } from "./refusals.js";
import { Batches } from "./resources/batches.js";
import { Decisions } from "./resources/decisions.js";
import { Inference } from "./resources/inference.js";
import { Ledger, Models, Principal, Rulesets } from "./resources/reading.js";
import { Feedback, Transactions } from "./resources/records.js";
import { WebhookEndpoints } from "./resources/webhookEndpoints.js";
import { CREDENTIAL, Transport, type CallOptions } from "./transport.js";

export interface ClientOptions {
  /** `cmk_...`; else COUNTERMARK_API_KEY, where there is no clientId. */
  readonly apiKey?: string | undefined;
  /** Of an OAuth2 client, with its secret; access tokens are asked for, kept and renewed. */
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  /** Else COUNTERMARK_BASE_URL, else the server on this machine. */
  readonly baseUrl?: string | undefined;
  /** How long one try may take, seconds: 30. */
  readonly timeoutS?: number | undefined;
  /** How often a try is repeated: 3. */
  readonly maxRetries?: number | undefined;
  /** Another way to send: through a proxy, or into a test. */
  readonly fetch?: typeof fetch | undefined;
}

const BASE_URL = "http://127.0.0.1:8080";
const TIMEOUT_S = 30;
const MAX_RETRIES = 3;

export class Client {
  /** Every operation of the API, generated, with all habits of this client. */
  readonly core: Core;
  readonly inference: Inference;
  readonly decisions: Decisions;
  readonly feedback: Feedback;
  readonly batches: Batches;
  readonly transactions: Transactions;
  readonly webhookEndpoints: WebhookEndpoints;
  readonly models: Models;
  readonly rulesets: Rulesets;
  readonly ledger: Ledger;
  readonly principal: Principal;
  private readonly transport: Transport;

  /** Raises: CountermarkError, when there is no credential, or the base URL is none. */
  constructor(options: ClientOptions = {}) {
    const baseUrl = baseOf(options.baseUrl ?? process.env["COUNTERMARK_BASE_URL"] ?? BASE_URL);
    this.transport = new Transport(this.credentialsOf(options, baseUrl), {
      timeoutS: options.timeoutS ?? TIMEOUT_S,
      maxRetries: options.maxRetries ?? MAX_RETRIES,
      fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    });
    const http: Http = createClient(
      createConfig({
        baseUrl,
        throwOnError: true,
        fetch: this.transport.fetchWith(),
        auth: (auth) => (auth.type === "http" ? CREDENTIAL : undefined),
      }),
    );
    this.core = new Core({ client: http });
    this.inference = new Inference(this.core, this.transport);
    this.decisions = new Decisions(this.core, this.transport);
    this.feedback = new Feedback(this.core, this.transport);
    this.batches = new Batches(this.core, this.transport, http);
    this.transactions = new Transactions(this.core, this.transport);
    this.webhookEndpoints = new WebhookEndpoints(this.core, this.transport);
    this.models = new Models(this.core, this.transport);
    this.rulesets = new Rulesets(this.core, this.transport);
    this.ledger = new Ledger(this.core, this.transport);
    this.principal = new Principal(this.core, this.transport);
  }

  /** What one call of the core asks for otherwise: `client.core.getDecision({ path, fetch: client.fetchWith({ timeoutS: 5 }) })`. */
  fetchWith(call: CallOptions): typeof fetch {
    return this.transport.fetchWith(call);
  }

  private credentialsOf(options: ClientOptions, baseUrl: string): Credentials {
    const { clientId, clientSecret, apiKey } = options;
    if (clientId !== undefined && clientSecret !== undefined && apiKey === undefined) {
      return new ClientCredentials(() => this.token(baseUrl, clientId, clientSecret));
    }
    const key = apiKey ?? process.env["COUNTERMARK_API_KEY"];
    if (clientId !== undefined || clientSecret !== undefined || key === undefined || key === "") {
      throw new CountermarkError("Give an apiKey (or COUNTERMARK_API_KEY), or a clientId and a clientSecret.");
    }
    return new ApiKey(key);
  }

  /** Ask for an access token (RFC 6749 section 4.4). It changes nothing, so it may be asked for again. */
  private async token(baseUrl: string, clientId: string, clientSecret: string): Promise<TokenAnswer> {
    const name = [clientId, clientSecret].map(encodeURIComponent).join(":");
    const headers = new Headers({
      "authorization": `Basic ${Buffer.from(name).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    });
    const body = new TextEncoder().encode("grant_type=client_credentials");
    const outgoing = { method: "POST", url: `${baseUrl}/oauth2/token`, headers, body };
    const response = await this.transport.send(outgoing, {}, { isSafe: true, isJson: true });
    const answer = (await response.json()) as TokenAnswer;
    if (typeof answer.access_token !== "string" || answer.access_token === "" || typeof answer.expires_in !== "number") {
      throw malformed(response.status, response.headers);
    }
    return answer;
  }
}

function baseOf(text: string): string {
  if (!URL.canParse(text)) throw new CountermarkError(`${text} is no base URL: give one like https://countermark.example.com.`);
  return text.replace(/\/+$/, "");
}
