/** Where events are sent. */

import type {
  CreateWebhookEndpoint, NewWebhookEndpointView, RotateWebhookSecret, UpdateWebhookEndpoint, WebhookDeliveryView, WebhookEndpointPage,
  WebhookEndpointView,
} from "../core/types.gen.js";
import { Pages } from "../paging.js";
import type { CallOptions } from "../transport.js";
import { Resource } from "./resource.js";

export class WebhookEndpoints extends Resource {
  /** The answer holds the `secret`, this once. */
  async create(endpoint: CreateWebhookEndpoint, call?: CallOptions): Promise<NewWebhookEndpointView> {
    return await this.core.createWebhookEndpoint({ body: endpoint, ...this.keyed(call) });
  }

  list(query: { limit?: number } = {}, call?: CallOptions): Pages<WebhookEndpointView, WebhookEndpointPage> {
    return new Pages((after) => this.core.listWebhookEndpoints({ query: { ...query, after }, ...this.with(call) }));
  }

  async get(endpointId: string, call?: CallOptions): Promise<WebhookEndpointView> {
    return await this.core.getWebhookEndpoint({ path: { endpoint_id: endpointId }, ...this.with(call) });
  }

  async update(endpointId: string, changes: UpdateWebhookEndpoint, call?: CallOptions): Promise<WebhookEndpointView> {
    return await this.core.updateWebhookEndpoint({ path: { endpoint_id: endpointId }, body: changes, ...this.with(call) });
  }

  async delete(endpointId: string, call?: CallOptions): Promise<WebhookEndpointView> {
    return await this.core.removeWebhookEndpoint({ path: { endpoint_id: endpointId }, ...this.with(call) });
  }

  /** Messages are signed with both secrets until the grace period ends. */
  async rotateSecret(endpointId: string, grace: RotateWebhookSecret = {}, call?: CallOptions): Promise<NewWebhookEndpointView> {
    return await this.core.rotateWebhookSecret({ path: { endpoint_id: endpointId }, body: grace, ...this.keyed(call) });
  }

  /** Have a message sent now, to see that it arrives. */
  async ping(endpointId: string, call?: CallOptions): Promise<WebhookDeliveryView> {
    return await this.core.pingWebhookEndpoint({ path: { endpoint_id: endpointId }, ...this.with(call) });
  }
}
