package com.countermark.client.resources;

import com.countermark.client.Paged;
import com.countermark.client.core.api.WebhooksApi;
import com.countermark.client.core.model.CreateWebhookEndpoint;
import com.countermark.client.core.model.NewWebhookEndpointView;
import com.countermark.client.core.model.RotateWebhookSecret;
import com.countermark.client.core.model.UpdateWebhookEndpoint;
import com.countermark.client.core.model.WebhookDeliveryView;
import com.countermark.client.core.model.WebhookEndpointPage;
import com.countermark.client.core.model.WebhookEndpointView;
import com.countermark.client.transport.CallOptions;
import com.countermark.client.transport.Params;

/** Where events are sent. */
public final class WebhookEndpoints {
  private final WebhooksApi core;

  public WebhookEndpoints(WebhooksApi core) {
    this.core = core;
  }

  /** Make one. The answer holds the secret, once. */
  public NewWebhookEndpointView create(CreateWebhookEndpoint endpoint, CallOptions... options) {
    return core.createWebhookEndpoint(endpoint, options);
  }

  /** One endpoint. */
  public WebhookEndpointView get(String endpointId, CallOptions... options) {
    return core.getWebhookEndpoint(endpointId, options);
  }

  /** All endpoints. */
  public Paged<WebhookEndpointView> list(CallOptions... options) {
    return list(new WebhooksApi.ListWebhookEndpointsParams(), options);
  }

  public Paged<WebhookEndpointView> list(WebhooksApi.ListWebhookEndpointsParams params, CallOptions... options) {
    WebhooksApi.ListWebhookEndpointsParams own = Params.copy(params);
    return new Paged<>(
        after -> {
          WebhookEndpointPage page = core.listWebhookEndpoints(after == null ? own : Params.copy(own).after(after), options);
          return new Paged.Page<>(page.getData(), page.getHasMore(), page.getNextAfter());
        });
  }

  /** Change what is named; the rest stays. */
  public WebhookEndpointView update(String endpointId, UpdateWebhookEndpoint changes, CallOptions... options) {
    return core.updateWebhookEndpoint(endpointId, changes, options);
  }

  /** Remove it. */
  public WebhookEndpointView delete(String endpointId, CallOptions... options) {
    return core.removeWebhookEndpoint(endpointId, options);
  }

  /** Make a new secret; messages are signed with both until the old one ends. */
  public NewWebhookEndpointView rotateSecret(String endpointId, RotateWebhookSecret rotation, CallOptions... options) {
    return core.rotateWebhookSecret(endpointId, rotation, options);
  }

  /** Send a test event now. */
  public WebhookDeliveryView ping(String endpointId, CallOptions... options) {
    return core.pingWebhookEndpoint(endpointId, options);
  }
}
