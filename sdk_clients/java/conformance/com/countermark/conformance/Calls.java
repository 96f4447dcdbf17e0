package com.countermark.conformance;

import com.countermark.client.Client;
import com.countermark.client.Receipts;
import com.countermark.client.VerifierKey;
import com.countermark.client.Webhooks;
import com.countermark.client.core.api.DecisionsApi;
import com.countermark.client.core.model.BatchView;
import com.countermark.client.core.model.CreateWebhookEndpoint;
import com.countermark.client.core.model.DecisionLine;
import com.countermark.client.core.model.Feedback;
import com.countermark.client.core.model.SeveralQuestion;
import com.countermark.client.core.model.Transaction;
import com.countermark.client.resources.BatchEvents;
import com.countermark.client.resources.Inference;
import com.countermark.client.transport.CallOptions;
import com.countermark.client.transport.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One call by its name in the suite, its arguments and its answer being JSON. */
final class Calls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Client client;
  private final CallOptions options;

  Calls(Client client, CallOptions options) {
    this.client = client;
    this.options = options;
  }

  /** Whether a call needs no server. */
  static boolean isOffline(String call) {
    return call.equals("webhooks.verify") || call.equals("receipts.verify");
  }

  JsonNode make(String call, JsonNode arguments) throws IOException {
    if (call.startsWith("inference.")) {
      return inference(camelCase(call.substring("inference.".length())), arguments);
    }
    String id = arguments.path("decision_id").asText(null);
    return switch (call) {
      case "principal.get" -> Json.tree(client.principal(options));
      case "decisions.get" -> Json.tree(client.decisions().get(id, options));
      case "decisions.list" -> decisions(arguments);
      case "decisions.several" ->
          Json.tree(client.decisions().several(Json.convert(arguments, SeveralQuestion.class), options));
      case "decisions.replay" -> Json.tree(client.decisions().replay(id, options));
      case "decisions.disclosure" -> Json.tree(client.decisions().disclosure(id, options));
      case "decisions.explanation" -> Json.tree(client.decisions().explanation(id, options));
      case "feedback.create" -> Json.tree(client.feedback().create(Json.convert(arguments, Feedback.class), options));
      case "transactions.create" ->
          Json.tree(client.transactions().create(Json.convert(arguments, Transaction.class), options));
      case "transactions.get" ->
          Json.tree(client.transactions().get(arguments.path("transaction_id").asText(), options));
      case "webhooks.verify" -> webhook(arguments);
      case "receipts.verify" -> receipt(arguments);
      default -> call.startsWith("batches.") ? batch(call, arguments) : endpoint(call, arguments);
    };
  }

  private JsonNode inference(String name, JsonNode arguments) {
    for (Method method : Inference.class.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        try {
          Object question = Json.convert(arguments, method.getParameterTypes()[0]);
          Object given = new CallOptions[] {options};
          return Json.tree(method.invoke(client.inference(), question, given));
        } catch (InvocationTargetException error) {
          throw error.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(error);
        } catch (IllegalAccessException error) {
          throw new IllegalStateException(error);
        }
      }
    }
    throw new IllegalArgumentException("no use case " + name);
  }

  private JsonNode decisions(JsonNode arguments) {
    DecisionsApi.ListDecisionsParams params = new DecisionsApi.ListDecisionsParams();
    params.useCase(text(arguments, "use_case")).outcome(text(arguments, "outcome"));
    params.customerId(text(arguments, "customer_id")).after(text(arguments, "after"));
    if (arguments.hasNonNull("limit")) {
      params.limit(arguments.get("limit").asLong());
    }
    ArrayNode ids = JSON.createArrayNode();
    int most = arguments.path("max_items").asInt(Integer.MAX_VALUE);
    Iterator<DecisionLine> lines = client.decisions().list(params, options).iterator();
    while (ids.size() < most && lines.hasNext()) {
      ids.add(lines.next().getId());
    }
    return JSON.createObjectNode().set("ids", ids);
  }

  private JsonNode batch(String call, JsonNode arguments) throws IOException {
    String id = arguments.path("batch_id").asText(null);
    switch (call) {
      case "batches.create":
        ArrayNode progress = JSON.createArrayNode();
        BatchView made =
            client.batches().create(
                arguments.path("use_case").asText(), Path.of(arguments.path("path").asText()),
                (bytes, total) -> progress.addArray().add(bytes).add(total), options);
        return JSON.createObjectNode().put("batch_id", made.getId()).set("progress", progress);
      case "batches.get":
        return Json.tree(client.batches().get(id, options));
      case "batches.wait":
        Duration limit = Duration.ofMillis((long) (arguments.path("timeout_s").asDouble(60) * 1000));
        return Json.tree(client.batches().waitFor(id, limit, options));
      case "batches.events":
        return events(id);
      case "batches.results":
        return results(id);
      default:
        throw new IllegalArgumentException("no call " + call);
    }
  }

  private JsonNode events(String id) {
    ArrayNode told = JSON.createArrayNode();
    try (BatchEvents events = client.batches().events(id, options)) {
      while (events.hasNext()) {
        BatchEvents.Event event = events.next();
        told.addObject().put("id", event.id()).put("event", event.name()).set("data", Json.tree(event.batch()));
      }
    }
    return told;
  }

  private JsonNode results(String id) throws IOException {
    try {
      DigestOutputStream digest =
          new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"));
      long bytes = client.batches().results(id, options).to(digest);
      String sha256 = HexFormat.of().formatHex(digest.getMessageDigest().digest());
      return JSON.createObjectNode().put("sha256", sha256).put("bytes", bytes);
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException(error);
    }
  }

  private JsonNode endpoint(String call, JsonNode arguments) {
    switch (call) {
      case "webhook_endpoints.create":
        return Json.tree(client.webhookEndpoints().create(Json.convert(arguments, CreateWebhookEndpoint.class), options));
      case "webhook_endpoints.list":
        ArrayNode all = JSON.createArrayNode();
        client.webhookEndpoints().list(options).forEach(each -> all.add(Json.<JsonNode>tree(each)));
        return JSON.createObjectNode().set("data", all);
      case "webhook_endpoints.delete":
        return Json.tree(client.webhookEndpoints().delete(arguments.path("endpoint_id").asText(), options));
      default:
        throw new IllegalArgumentException("no call " + call);
    }
  }

  private static JsonNode webhook(JsonNode arguments) {
    Map<String, String> headers = new TreeMap<>();
    arguments.path("headers").properties().forEach(each -> headers.put(each.getKey(), each.getValue().asText()));
    Instant now =
        arguments.hasNonNull("now_s") ? Instant.ofEpochSecond(arguments.get("now_s").asLong()) : Instant.now();
    byte[] body = arguments.path("body").asText().getBytes(StandardCharsets.UTF_8);
    Duration tolerance = Duration.ofSeconds(arguments.path("tolerance_s").asLong(Webhooks.TOLERANCE.toSeconds()));
    return Json.tree(Webhooks.verify(body, headers, texts(arguments.path("secrets")), tolerance, now));
  }

  private static JsonNode receipt(JsonNode arguments) {
    List<VerifierKey> keys = texts(arguments.path("keys")).stream().map(VerifierKey::parse).toList();
    Receipts.verify(Json.bytes(arguments.path("receipt")), keys);
    ObjectNode told = JSON.createObjectNode();
    return told.put("verified", true);
  }

  private static List<String> texts(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(each -> texts.add(each.isTextual() ? each.textValue() : each.path("verifier_key").asText()));
    return texts;
  }

  private static String text(JsonNode arguments, String name) {
    return arguments.path(name).isTextual() ? arguments.get(name).textValue() : null;
  }

  private static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    for (String part : name.split("_")) {
      camel.append(camel.isEmpty() ? part : part.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + part.substring(1));
    }
    return camel.toString();
  }
}
