package com.countermark.client.transport;

import static com.countermark.client.Suite.same;
import static com.countermark.client.Suite.thrown;
import static com.countermark.client.Suite.yes;

import com.countermark.client.Suite;
import com.countermark.client.core.model.CustomerQuestion;
import com.countermark.client.core.model.NewWebhookEndpointView;
import com.countermark.client.core.model.Transaction;
import com.countermark.client.core.model.UpdateWebhookEndpoint;
import com.countermark.client.errors.CountermarkError;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;

/** JSON of the API. */
public final class JsonTest {
  private JsonTest() {}

  public static void add(Suite suite) {
    suite.test("nulls are not sent, unless one is meant", () -> {
      same("{\"customer_id\":\"c\"}", text(new CustomerQuestion().customerId("c")));
      UpdateWebhookEndpoint change = new UpdateWebhookEndpoint();
      change.put("description", null);
      same("{\"description\":null}", text(change));
    });
    suite.test("fields that nobody knows are kept, both ways", () -> {
      CustomerQuestion read = Json.read(bytes("{\"customer_id\":\"c\",\"later\":[1,{\"a\":null}]}"), CustomerQuestion.class);
      same("c", read.getCustomerId());
      same("{\"customer_id\":\"c\",\"later\":[1,{\"a\":null}]}", text(read));
    });
    suite.test("times keep their offset and their microseconds", () -> {
      Transaction read = Json.read(bytes("{\"occurred_at\":\"2026-11-20T18:43:26.120450+05:30\"}"), Transaction.class);
      same(OffsetDateTime.parse("2026-11-20T18:43:26.12045+05:30"), read.getOccurredAt());
      same("{\"occurred_at\":\"2026-11-20T18:43:26.12045+05:30\"}", text(read));
      same("{\"occurred_at\":\"2026-11-20T18:00:00Z\"}",
          text(new Transaction().occurredAt(OffsetDateTime.parse("2026-11-20T18:00Z"))));
    });
    suite.test("amounts are exact", () -> {
      Transaction read = Json.read(bytes("{\"amount_minor\":9007199254740993}"), Transaction.class);
      same(9007199254740993L, read.getAmountMinor());
    });
    suite.test("an answer that is none is an error of ours", () -> {
      thrown(CountermarkError.class, () -> Json.read(bytes("{\"amount_minor\":"), Transaction.class));
      thrown(CountermarkError.class, () -> Json.read(bytes("{} {}"), Transaction.class));
      thrown(CountermarkError.class, () -> Json.read(bytes("{\"occurred_at\":\"soon\"}"), Transaction.class));
    });
    suite.test("what is printed tells no secret", () -> {
      String printed = new NewWebhookEndpointView().secret("whsec_abc").toString();
      yes(!printed.contains("abc") && printed.contains("***"), printed);
    });
    suite.test("objects are equal when they say the same", () -> {
      same(new CustomerQuestion().customerId("c"), new CustomerQuestion().customerId("c"));
      yes(!new CustomerQuestion().customerId("c").equals(new CustomerQuestion().customerId("d")), "c is not d");
      same(new CustomerQuestion().customerId("c").hashCode(), new CustomerQuestion().customerId("c").hashCode());
    });
  }

  private static String text(Object value) {
    return new String(Json.bytes(value), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
