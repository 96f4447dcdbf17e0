import com.countermark.client.Client;
import com.countermark.client.Receipts;
import com.countermark.client.VerifierKey;
import com.countermark.client.core.model.ChurnScoreDecision;
import com.countermark.client.core.model.CustomerQuestion;
import com.countermark.client.core.model.EntryProof;
import com.countermark.client.core.model.Receipt;
import com.countermark.client.errors.ReceiptRefused;
import java.util.List;

/** Keep the receipt of a decision, check it without the server, and see a changed one fall. */
public final class CheckReceipts {
  private CheckReceipts() {}

  public static void main(String[] arguments) throws InterruptedException {
    Client client = Client.builder().build();
    List<VerifierKey> pinned = Receipts.keysOf(client.ledger().keys());

    ChurnScoreDecision decision = client.inference().churnScore(new CustomerQuestion().customerId("cust_java"));
    Receipt receipt = decision.getReceipt();
    Receipts.verify(receipt, pinned);
    System.out.println("the receipt of " + decision.getEntryId() + " is genuine");

    receipt.dueAtUs(receipt.getDueAtUs() + 1_000_000);
    try {
      Receipts.verify(receipt, pinned);
    } catch (ReceiptRefused error) {
      System.out.println("a later deadline is refused: " + error.check());
    }

    EntryProof proof = client.ledger().proofOfDecision(decision.getId());
    for (int look = 0; look < 50 && "pending".equals(proof.getState()); look++) {
      Thread.sleep(200);
      proof = client.ledger().proof(decision.getEntryId());
    }
    System.out.println("in the log: " + proof.getState() + ", leaf " + proof.getLeafIndex());
  }
}
