package com.countermark.client;

import com.countermark.client.core.Core;
import com.countermark.client.core.model.PrincipalView;
import com.countermark.client.resources.Batches;
import com.countermark.client.resources.Decisions;
import com.countermark.client.resources.FeedbackResource;
import com.countermark.client.resources.Inference;
import com.countermark.client.resources.Ledger;
import com.countermark.client.resources.Models;
import com.countermark.client.resources.Rulesets;
import com.countermark.client.resources.Transactions;
import com.countermark.client.resources.WebhookEndpoints;
import com.countermark.client.transport.CallOptions;
import com.countermark.client.transport.HttpTransport;
import com.countermark.client.transport.Settings;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * A client of Countermark, for one environment of a tenant. Safe for any number of threads; make one and keep it.
 *
 * <pre>{@code
 * Client client = Client.builder().apiKey("cmk_sandbox_...").build();
 * ChurnScoreDecision decision = client.inference().churnScore(new CustomerQuestion().customerId("cust_42"));
 * }</pre>
 */
public final class Client {
  /** The version of the API that this client was made for; it is sent with every request. */
  public static final String API_VERSION = "2026-11-21";

  private final Core core;
  private final Duration timeout;

  private Client(Settings settings) {
    core = new Core(new HttpTransport(settings));
    timeout = settings.timeout();
  }

  public static Builder builder() {
    return new Builder(System.getenv());
  }

  /** One question a method: what a use case answers now. */
  public Inference inference() {
    return new Inference(core.inference());
  }

  public Decisions decisions() {
    return new Decisions(core.decisions());
  }

  public FeedbackResource feedback() {
    return new FeedbackResource(core.feedback());
  }

  public Batches batches() {
    return new Batches(core.batches(), timeout);
  }

  public Transactions transactions() {
    return new Transactions(core.transactions());
  }

  public WebhookEndpoints webhookEndpoints() {
    return new WebhookEndpoints(core.webhooks());
  }

  public Models models() {
    return new Models(core.models());
  }

  public Rulesets rulesets() {
    return new Rulesets(core.rulesets());
  }

  public Ledger ledger() {
    return new Ledger(core.ledger(), core.decisions());
  }

  /** Who this client is, and what it may do. */
  public PrincipalView principal(CallOptions... options) {
    return core.principal().getPrincipal(options);
  }

  /** Every other operation of the API, with the same habits. */
  public Core core() {
    return core;
  }

  /** What a client is made of. A credential is needed, all else has a default. */
  public static final class Builder {
    private static final String LOCAL = "http://127.0.0.1:8080";
    private String baseUrl;
    private String apiKey;
    private String clientId;
    private String clientSecret;
    private Duration timeout = Duration.ofSeconds(30);
    private Duration deadline;
    private int maxRetries = 3;
    private String apiVersion = API_VERSION;
    private HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10));

    Builder(Map<String, String> environment) {
      baseUrl = environment.getOrDefault("COUNTERMARK_BASE_URL", LOCAL);
      apiKey = environment.get("COUNTERMARK_API_KEY");
    }

    /** Where the server is; else {@code COUNTERMARK_BASE_URL}, else the server on this machine. */
    public Builder baseUrl(String url) {
      baseUrl = url;
      return this;
    }

    /** A key of one environment; else {@code COUNTERMARK_API_KEY}. */
    public Builder apiKey(String key) {
      apiKey = key;
      return this;
    }

    /** An OAuth2 client instead of a key. Its tokens are fetched, kept and renewed. */
    public Builder clientCredentials(String id, String secret) {
      clientId = id;
      clientSecret = secret;
      apiKey = null;
      return this;
    }

    /** How long one try may take. */
    public Builder timeout(Duration each) {
      timeout = each;
      return this;
    }

    /** How long all tries of a call may take together, the waits between them too. None as a rule. */
    public Builder deadline(Duration whole) {
      deadline = whole;
      return this;
    }

    /** How often a try that may go better is made again. */
    public Builder maxRetries(int count) {
      maxRetries = count;
      return this;
    }

    /** Another dated version of the API than the one that this client was made for. */
    public Builder apiVersion(String date) {
      apiVersion = date;
      return this;
    }

    /** What makes the connections: a proxy, a trust store, an executor. Always HTTP/1.1. */
    public Builder http(HttpClient.Builder builder) {
      http = builder;
      return this;
    }

    /** Throws {@link IllegalArgumentException}, naming what is missing or wrong. */
    public Client build() {
      boolean keyed = apiKey != null && !apiKey.isBlank();
      boolean named = clientId != null && clientSecret != null;
      if (!keyed && !named) {
        throw new IllegalArgumentException("Give apiKey(...) or clientCredentials(...), or set COUNTERMARK_API_KEY.");
      }
      String address = baseUrl.toLowerCase(Locale.ROOT);
      if (!address.startsWith("http://") && !address.startsWith("https://")) {
        throw new IllegalArgumentException("baseUrl does not begin with https:// or http://: " + baseUrl);
      }
      if (maxRetries < 0 || timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("maxRetries is below 0, or timeout is not above 0");
      }
      String url = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
      HttpClient.Builder versioned = http.version(HttpClient.Version.HTTP_1_1);
      String key = keyed ? apiKey : null;
      return new Client(
          new Settings(url, key, clientId, clientSecret, timeout, deadline, maxRetries, apiVersion, versioned));
    }
  }
}
