import com.countermark.client.Client;
import com.countermark.client.core.model.CustomerQuestion;
import com.countermark.client.core.model.ChurnScoreDecision;
import com.countermark.client.core.model.Reason;
import com.countermark.client.core.model.Transaction;
import com.countermark.client.errors.InvalidRequest;
import java.time.OffsetDateTime;

/** The first decision: is this customer about to leave? Needs COUNTERMARK_API_KEY, and COUNTERMARK_BASE_URL. */
public final class Quickstart {
  private Quickstart() {}

  public static void main(String[] arguments) {
    Client client = Client.builder().build();
    System.out.println("calling as " + client.principal().getKind() + " in " + client.principal().getMode());

    OffsetDateTime now = OffsetDateTime.now();
    for (int month = 1; month <= 6; month++) {
      client.transactions().create(
          new Transaction().customerId("cust_java").amountMinor(249_900L).currency("INR")
              .occurredAt(now.minusMonths(month)).method("upi"));
    }

    ChurnScoreDecision decision = client.inference().churnScore(new CustomerQuestion().customerId("cust_java"));
    System.out.printf("%s: %s, probability %.3f%n",
        decision.getId(), decision.getOutcome(), decision.getAnswer().getProbability());
    for (Reason reason : decision.getReasons()) {
      System.out.println("  because " + reason.getText());
    }

    try {
      client.transactions().create(new Transaction().customerId("cust_java").amountMinor(-5L).currency("INR")
          .occurredAt(now));
    } catch (InvalidRequest error) {
      System.out.println("refused: " + error.errors().get(0).field() + ": " + error.errors().get(0).fix());
    }
  }
}
