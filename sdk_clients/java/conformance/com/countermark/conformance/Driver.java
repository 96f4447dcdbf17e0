package com.countermark.conformance;

import com.countermark.client.Client;
import com.countermark.client.errors.ApiError;
import com.countermark.client.errors.CountermarkError;
import com.countermark.client.errors.RateLimited;
import com.countermark.client.transport.CallOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes the calls that the conformance suite asks for: a line of JSON in, a line of JSON out. */
public final class Driver {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Map<JsonNode, Client> clients = new HashMap<>();

  private Driver() {}

  public static void main(String[] arguments) throws IOException {
    Driver driver = new Driver();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(driver.answer(JSON.readTree(line)));
    }
    System.exit(0);
  }

  private ObjectNode answer(JsonNode request) {
    ObjectNode answer = JSON.createObjectNode().set("id", request.path("id"));
    try {
      String call = request.path("call").asText();
      JsonNode arguments = request.path("args");
      Client client = Calls.isOffline(call) ? null : client(request.path("client"));
      JsonNode options = request.path("options");
      JsonNode value =
          call.equals("concurrent") ? concurrent(client, arguments, options) : made(client, call, arguments, options);
      return answer.put("ok", true).set("value", value);
    } catch (CountermarkError error) {
      return answer.put("ok", false).set("error", told(error));
    } catch (Exception error) { // whatever it is, the suite is to see it
      error.printStackTrace();
      ObjectNode told = JSON.createObjectNode().put("type", error.getClass().getSimpleName());
      return answer.put("ok", false).set("error", told.put("detail", String.valueOf(error.getMessage())));
    }
  }

  private static JsonNode made(Client client, String call, JsonNode arguments, JsonNode options) throws IOException {
    CallOptions own = new CallOptions();
    if (options.hasNonNull("idempotency_key")) {
      own.idempotencyKey(options.get("idempotency_key").asText());
    }
    if (options.hasNonNull("timeout_ms")) {
      own.timeout(Duration.ofMillis(options.get("timeout_ms").asLong()));
    }
    return new Calls(client, own).make(call, arguments);
  }

  private static JsonNode concurrent(Client client, JsonNode arguments, JsonNode options) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(arguments.path("times").asInt());
    try {
      List<Future<JsonNode>> futures = new ArrayList<>();
      for (int index = 0; index < arguments.path("times").asInt(); index++) {
        futures.add(
            threads.submit(() -> made(client, arguments.path("call").asText(), arguments.path("args"), options)));
      }
      ArrayNode values = JSON.createArrayNode();
      for (Future<JsonNode> each : futures) {
        values.add(each.get());
      }
      return values;
    } catch (ExecutionException error) {
      throw error.getCause() instanceof CountermarkError ours ? ours : error;
    } finally {
      threads.shutdown();
    }
  }

  private Client client(JsonNode settings) {
    return clients.computeIfAbsent(settings, Driver::built);
  }

  private static Client built(JsonNode settings) {
    Client.Builder builder = Client.builder().baseUrl(settings.path("base_url").asText());
    if (settings.hasNonNull("client_id")) {
      builder.clientCredentials(settings.get("client_id").asText(), settings.path("client_secret").asText());
    } else {
      builder.apiKey(settings.path("api_key").asText());
    }
    if (settings.hasNonNull("timeout_ms")) {
      builder.timeout(Duration.ofMillis(settings.get("timeout_ms").asLong()));
    }
    if (settings.hasNonNull("max_retries")) {
      builder.maxRetries(settings.get("max_retries").asInt());
    }
    return builder.build();
  }

  private static ObjectNode told(CountermarkError error) {
    ObjectNode told = JSON.createObjectNode().put("type", error.getClass().getSimpleName());
    if (error instanceof ApiError refused) {
      told.put("status", refused.status()).put("code", refused.code()).put("title", refused.title());
      told.put("detail", refused.detail()).put("fix", refused.fix()).put("request_id", refused.requestId());
      told.set("errors", JSON.valueToTree(refused.errors()));
    } else {
      told.put("detail", error.getMessage());
    }
    if (error instanceof RateLimited limited && limited.retryAfter().isPresent()) {
      told.put("retry_after_s", limited.retryAfter().get().toMillis() / 1000.0);
    }
    return told;
  }
}
