package com.countermark.client;

import static com.countermark.client.Suite.same;
import static com.countermark.client.Suite.thrown;

import com.countermark.client.core.model.PayoutStuckEventData;
import com.countermark.client.errors.WebhookSignatureInvalid;
import com.countermark.client.errors.WebhookTimestampOutside;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** With the example of the Standard Webhooks specification. */
final class WebhooksTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER = "whsec_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final String WRONG = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final Instant THEN = Instant.ofEpochSecond(1614265330);

  private WebhooksTest() {}

  static void add(Suite suite) {
    suite.test("the specification's example verifies, with headers in any case", () -> {
      Webhooks.Event event = verified(BODY, headers(SIGNATURE), List.of(SECRET), THEN);
      same("", event.type());
      same(null, event.subject());
    });
    suite.test("an event is read out of what was signed", () -> {
      byte[] body = (
              "{\"id\":\"evt_1\",\"type\":\"payout.stuck\",\"timestamp\":\"2026-11-21T12:00:00Z\",\"subject\":\"pyt_1\","
              + "\"data\":{\"amount_minor\":1250000}}").getBytes(StandardCharsets.UTF_8);
      String signature = "v1,Y4NxIrFvxGaaAywgq8C/vfgi4jHRPPMyx5Bt6pxXGLA=";
      Webhooks.Event event = verified(body, headers(signature), List.of(SECRET), THEN);
      same("payout.stuck", event.type());
      same("pyt_1", event.subject());
      same(1250000L, event.data().path("amount_minor").asLong());
      same(EventKind.PAYOUT_STUCK, event.kind());
      same(1250000L, event.dataAs(PayoutStuckEventData.class).getAmountMinor());
    });
    suite.test("a kind that this version does not know is an event, too", () -> {
      for (EventKind kind : EventKind.values()) {
        same(kind, new Webhooks.Event("evt_1", kind.type(), "", null, null).kind());
        same(kind == EventKind.UNKNOWN, kind.data() == null);
      }
      byte[] body = "{\"id\":\"evt_1\",\"type\":\"payout.lost_in_space\",\"data\":{}}".getBytes(StandardCharsets.UTF_8);
      Webhooks.Event event = verified(body, headers("v1,yfsBjfkSp0A3Xb8Y1I5xoKOwGFxz4NjFAi90g3KLxEw="), List.of(SECRET), THEN);
      same("payout.lost_in_space", event.type());
      same(EventKind.UNKNOWN, event.kind());
    });
    suite.test("one of several signatures and one of several secrets are enough", () ->
        verified(BODY, headers("v1,AAAA v2,zzzz " + SIGNATURE), List.of(OTHER, SECRET), THEN));
    suite.test("another secret, another body, another id are refused", () -> {
      thrown(WebhookSignatureInvalid.class, () -> verified(BODY, headers(WRONG), List.of(SECRET), THEN));
      byte[] body = "{\"test\": 2432232315}".getBytes(StandardCharsets.UTF_8);
      thrown(WebhookSignatureInvalid.class, () -> verified(body, headers(SIGNATURE), List.of(SECRET), THEN));
    });
    suite.test("a message without its headers is refused", () ->
        thrown(WebhookSignatureInvalid.class, () -> verified(BODY, Map.of(), List.of(SECRET), THEN)));
    suite.test("five minutes apart are taken, a second more is not", () -> {
      verified(BODY, headers(SIGNATURE), List.of(SECRET), THEN.plusSeconds(300));
      verified(BODY, headers(SIGNATURE), List.of(SECRET), THEN.minusSeconds(300));
      Map<String, String> headers = headers(SIGNATURE);
      thrown(WebhookTimestampOutside.class, () -> verified(BODY, headers, List.of(SECRET), THEN.plusSeconds(301)));
      thrown(WebhookTimestampOutside.class, () -> verified(BODY, headers, List.of(SECRET), THEN.minusSeconds(301)));
    });
    suite.test("a secret that is none is the caller's mistake, not the message's", () ->
        thrown(IllegalArgumentException.class, () -> verified(BODY, headers(SIGNATURE), List.of("whsec_*"), THEN)));
  }

  private static Webhooks.Event verified(byte[] body, Map<String, String> headers, List<String> secrets, Instant now) {
    return Webhooks.verify(body, headers, secrets, Webhooks.TOLERANCE, now);
  }

  private static Map<String, String> headers(String signature) {
    return Map.of(
        "Webhook-Id", "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp", "1614265330", "WEBHOOK-SIGNATURE", signature);
  }
}
