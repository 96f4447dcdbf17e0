package com.countermark.client;

import com.countermark.client.errors.CountermarkError;
import com.countermark.client.errors.WebhookSignatureInvalid;
import com.countermark.client.errors.WebhookTimestampOutside;
import com.countermark.client.transport.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Messages that the server sends to your endpoint (Standard Webhooks 1.0.0; docs/webhooks.md). */
public final class Webhooks {
  /** How far a message's time may be from yours, as a rule. */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  private Webhooks() {}

  /**
   * What a message says.
   *
   * @param id an event may come twice: drop an id that you have seen
   * @param type as {@code payout.stuck}, and a later server's own words; {@link #kind} is the one that this version knows
   * @param timestamp when it happened, RFC 3339
   * @param subject the id of what it happened to
   * @param data ids, codes, times and money of it
   */
  public record Event(String id, String type, String timestamp, String subject, JsonNode data) {
    /** Its kind; {@link EventKind#UNKNOWN} of a later server's. */
    public EventKind kind() {
      return EventKind.of(type);
    }

    /** Its data as an object of {@link EventKind#data}. */
    public <T> T dataAs(Class<T> kind) {
      return Json.convert(data, kind);
    }
  }

  /**
   * Accept only a message that was signed with one of your secrets, now. body: its bytes as they came. secrets: {@code
   * whsec_...}, two while one is rotated.
   *
   * <p>Throws {@link WebhookSignatureInvalid}, {@link WebhookTimestampOutside}.
   */
  public static Event verify(byte[] body, Map<String, String> headers, Collection<String> secrets) {
    return verify(body, headers, secrets, TOLERANCE, Instant.now());
  }

  public static Event verify(
      byte[] body, Map<String, String> headers, Collection<String> secrets, Duration tolerance, Instant now) {
    Map<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    String id = header(lower, "webhook-id");
    String timestamp = header(lower, "webhook-timestamp");
    List<String> signatures = List.of(header(lower, "webhook-signature").split(" "));
    byte[] signed = concat((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8), body);
    boolean genuine = false;
    for (String secret : secrets) {
      byte[] expected = ("v1," + digest(secret, signed)).getBytes(StandardCharsets.UTF_8);
      for (String each : signatures) {
        genuine |= MessageDigest.isEqual(expected, each.getBytes(StandardCharsets.UTF_8));
      }
    }
    if (!genuine) {
      throw new WebhookSignatureInvalid("None of the secrets signed this message.");
    }
    long apartS = Math.abs(now.getEpochSecond() - seconds(timestamp));
    if (apartS > tolerance.toSeconds()) {
      throw new WebhookTimestampOutside("The message's time is " + apartS + " s from now.");
    }
    return event(body);
  }

  private static Event event(byte[] body) {
    JsonNode tree;
    try {
      tree = Json.read(body, JsonNode.class);
    } catch (CountermarkError error) {
      throw new WebhookSignatureInvalid("The message is signed, but it is not an event: " + error.getMessage());
    }
    return new Event(
        tree.path("id").asText(), tree.path("type").asText(), tree.path("timestamp").asText(),
        tree.path("subject").isTextual() ? tree.path("subject").textValue() : null, tree.path("data"));
  }

  private static String header(Map<String, String> headers, String name) {
    String value = headers.get(name);
    if (value == null || value.isBlank()) {
      throw new WebhookSignatureInvalid("The header " + name + " is missing.");
    }
    return value.trim();
  }

  private static long seconds(String timestamp) {
    try {
      return Long.parseLong(timestamp);
    } catch (NumberFormatException error) {
      throw new WebhookSignatureInvalid("The header webhook-timestamp is not a number of seconds.");
    }
  }

  private static String digest(String secret, byte[] signed) {
    try {
      String encoded = secret.startsWith("whsec_") ? secret.substring("whsec_".length()) : secret;
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(encoded), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException | IllegalArgumentException error) {
      throw new IllegalArgumentException("A webhook secret is whsec_ and base64.", error);
    }
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
