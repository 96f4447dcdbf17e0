package com.countermark.client.transport;

import static com.countermark.client.Suite.same;
import static com.countermark.client.Suite.thrown;
import static com.countermark.client.Suite.yes;

import com.countermark.client.Suite;
import com.countermark.client.core.Core;
import com.countermark.client.core.api.BatchesApi;
import com.countermark.client.core.api.DecisionsApi.ListDecisionsParams;
import com.countermark.client.core.model.CustomerQuestion;
import com.countermark.client.core.model.TicketQuestion;
import com.countermark.client.errors.ApiError;
import com.countermark.client.errors.AuthenticationError;
import com.countermark.client.errors.InvalidRequest;
import com.countermark.client.errors.NotFound;
import com.countermark.client.errors.RateLimited;
import com.countermark.client.errors.ServerError;
import com.countermark.client.errors.TimedOut;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The habits of the transport, against a server of the JDK that answers what a test says. */
public final class HttpTransportTest {
  private static final String DECISION = "{\"id\":\"dec_1\",\"outcome\":\"approve\"}";

  private HttpTransportTest() {}

  public static void add(Suite suite) {
    suite.test("every request says who it is, for whom, and of which version", () -> {
      try (Scripted server = new Scripted().answer(200, DECISION)) {
        server.core().decisions().getDecision("dec_1");
        Scripted.Seen seen = server.seen.get(0);
        same("GET /api/v1/decisions/dec_1", seen.line());
        same("Bearer cmk_sandbox_x", seen.header("authorization"));
        same("2026-11-21", seen.header("countermark-version"));
        same("countermark-java/0.1.0", seen.header("user-agent"));
        same(null, seen.header("idempotency-key"));
        same(null, seen.header("upgrade"));
      }
    });
    suite.test("what stands in a path or a query is escaped", () -> {
      try (Scripted server = new Scripted().answer(200, "{}").answer(200, "{\"data\":[]}")) {
        server.core().transactions().getTransaction("a/b c?é");
        server.core().decisions().listDecisions(new ListDecisionsParams().customerId("x&y=1+ü").limit(3L));
        same("GET /api/v1/transactions/a%2Fb%20c%3F%C3%A9", server.seen.get(0).line());
        same("GET /api/v1/decisions?customer_id=x%26y%3D1%2B%C3%BC&limit=3", server.seen.get(1).line());
      }
    });
    suite.test("a mutation has a key, the same at every try, and the same bytes", () -> {
      try (Scripted server = new Scripted().answer(503, "").answer(502, "").answer(200, DECISION)) {
        same("approve", server.core().inference().decideChurnScore(question()).getOutcome());
        same(3, server.seen.size());
        same(1L, server.seen.stream().map(each -> each.header("idempotency-key")).distinct().count());
        same(36, server.seen.get(0).header("idempotency-key").length());
        same(1L, server.seen.stream().map(Scripted.Seen::body).distinct().count());
        same(List.of(Duration.ofMillis(250), Duration.ofMillis(500)), server.time.slept);
      }
    });
    suite.test("a key that is given is the one", () -> {
      try (Scripted server = new Scripted().answer(200, DECISION)) {
        server.core().inference().decideChurnScore(question(), new CallOptions().idempotencyKey("mine"));
        same("mine", server.seen.get(0).header("idempotency-key"));
      }
    });
    suite.test("a POST without a key is not repeated", () -> {
      try (Scripted server = new Scripted().answer(503, "")) {
        thrown(ServerError.class, () -> server.core().decisions().replayDecision("dec_1"));
        same(1, server.seen.size());
      }
    });
    suite.test("after the last try its answer is told", () -> {
      try (Scripted server = new Scripted().answer(503, "").answer(503, "").answer(503, "").answer(503, PROBLEM)) {
        ServerError error = thrown(ServerError.class, () -> server.core().decisions().getDecision("dec_1"));
        same("database_unavailable", error.code());
        same("Come back.", error.fix());
        same("req_1", error.requestId());
        same("items[3]", error.errors().get(0).field());
        yes(error.getMessage().contains("Come back.") && error.getMessage().contains("req_1"), error.getMessage());
        same(4, server.seen.size());
      }
    });
    suite.test("what no try can mend is told at once", () -> {
      try (Scripted server = new Scripted().answer(404, "").answer(422, "[1]").answer(429, "", "retry-after", "7")) {
        same(404, thrown(NotFound.class, () -> server.core().decisions().getDecision("dec_1")).status());
        same("", thrown(InvalidRequest.class, () -> server.core().decisions().getDecision("dec_1")).code());
        CallOptions once = new CallOptions().maxRetries(0);
        RateLimited limited =
            thrown(RateLimited.class, () -> server.core().decisions().getDecision("dec_1", once));
        same(Optional.of(Duration.ofSeconds(7)), limited.retryAfter());
        same(3, server.seen.size());
      }
    });
    suite.test("a wait that the whole call has no time for is not begun", () -> {
      try (Scripted server = new Scripted().answer(503, "", "retry-after", "30")) {
        CallOptions options = new CallOptions().deadline(Duration.ofSeconds(20));
        thrown(ServerError.class, () -> server.core().decisions().getDecision("dec_1", options));
        same(List.of(), server.time.slept);
      }
    });
    suite.test("an answer that does not come in time is told as such, and not asked for again", () -> {
      try (Scripted server = new Scripted().silence()) {
        CallOptions options = new CallOptions().timeout(Duration.ofMillis(150));
        thrown(TimedOut.class, () -> server.core().decisions().getDecision("dec_1", options));
        same(1, server.seen.size());
      }
    });
    suite.test("a token is fetched, used, and renewed once when it is refused", () -> {
      try (Scripted server =
          new Scripted().oauth()
              .answer(200, "{\"access_token\":\"t1\",\"expires_in\":600}").answer(200, DECISION)
              .answer(401, "").answer(200, "{\"access_token\":\"t2\",\"expires_in\":600}").answer(200, DECISION)
              .answer(401, "").answer(200, "{\"access_token\":\"t3\",\"expires_in\":600}").answer(401, "")) {
        Core core = server.core();
        core.decisions().getDecision("dec_1");
        core.decisions().getDecision("dec_1");
        thrown(AuthenticationError.class, () -> core.decisions().getDecision("dec_1"));
        List<String> bearers = server.seen.stream().map(each -> each.header("authorization")).toList();
        same("[null, Bearer t1, Bearer t1, null, Bearer t2, Bearer t2, null, Bearer t3]", bearers.toString());
        same("grant_type=client_credentials&client_id=id%26&client_secret=s%3D", server.seen.get(0).body());
      }
    });
    suite.test("an upload is sent as it is read, told as it goes, and sent again from its beginning", () -> {
      try (Scripted server = new Scripted().answer(503, "").answer(200, "{\"id\":\"bat_1\"}")) {
        byte[] data = "customer_id\n".repeat(20_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        List<Long> told = new ArrayList<>();
        Upload upload = Upload.of(data).contentType("text/csv").progress((sent, total) -> told.add(sent));
        same("bat_1", server.core().batches().createBatch(upload, params()).getId());
        same(2, server.seen.size());
        same(data.length, server.seen.get(1).body().length());
        same("text/csv", server.seen.get(1).header("content-type"));
        same(Long.toString(data.length), server.seen.get(1).header("content-length"));
        same((long) data.length, told.get(told.size() - 1));
      }
    });
    suite.test("a stream that can be read once is sent once", () -> {
      try (Scripted server = new Scripted().answer(503, "")) {
        Upload upload = Upload.once(new ByteArrayInputStream(new byte[10]), -1);
        thrown(ServerError.class, () -> server.core().batches().createBatch(upload, params()));
        same(1, server.seen.size());
        same("chunked", server.seen.get(0).header("transfer-encoding"));
      }
    });
    suite.test("a download comes as it is read; its refusal is an error like any", () -> {
      try (Scripted server = new Scripted().answer(200, "line,outcome\n").answer(404, "")) {
        same("line,outcome\n", new String(server.core().batches().getBatchResults("bat_1", null).bytes()));
        thrown(NotFound.class, () -> server.core().batches().getBatchResults("bat_1", null));
      }
    });
    suite.test("what is missing of a call is told before anything is sent", () -> {
      try (Scripted server = new Scripted()) {
        thrown(IllegalArgumentException.class, () -> server.core().decisions().getDecision(""));
        thrown(IllegalArgumentException.class, () -> server.core().inference().decideTicketTriage((TicketQuestion) null));
        same(0, server.seen.size());
      }
    });
    suite.test("a status that has no type of its own is an ApiError, and settings print no secret", () -> {
      try (Scripted server = new Scripted().answer(418, "")) {
        same(418, thrown(ApiError.class, () -> server.core().decisions().getDecision("dec_1")).status());
        yes(!server.settings().toString().contains("cmk_"), server.settings().toString());
      }
    });
  }

  private static final String PROBLEM =
      "{\"status\":503,\"title\":\"Service Unavailable\",\"detail\":\"The database is away.\",\"fix\":\"Come back.\","
          + "\"code\":\"database_unavailable\",\"request_id\":\"req_1\",\"errors\":[{\"field\":\"items[3]\",\"reason\":\"r\",\"fix\":\"f\"}]}";

  private static CustomerQuestion question() {
    return new CustomerQuestion().customerId("cust_42").inputs(Map.of("tenure_months", 4));
  }

  private static BatchesApi.CreateBatchParams params() {
    return new BatchesApi.CreateBatchParams().useCase("churn-score").required(List.of("a", "b"));
  }
}
