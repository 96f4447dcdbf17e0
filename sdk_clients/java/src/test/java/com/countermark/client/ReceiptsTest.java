package com.countermark.client;

import static com.countermark.client.Suite.same;
import static com.countermark.client.Suite.thrown;

import com.countermark.client.core.model.Receipt;
import com.countermark.client.errors.ReceiptRefused;
import com.countermark.client.errors.ReceiptRefused.Check;
import com.countermark.client.transport.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** With a receipt that the service's own code signed; the suite of all languages has more of them. */
final class ReceiptsTest {
  private static final String KEY =
      "countermark.example/receipts+83f02f2d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
  private static final String RECEIPT =
      """
      {
       "v": 1,
       "log_id": "env_01hwpnr0000000000000000007",
       "entry_id": "ent_01hwpnt0000000000000000002",
       "leaf_hash": "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=",
       "issued_at_us": 1795262400123456,
       "due_at_us": 1795262460123456,
       "batch_index": 2,
       "batch_size": 5,
       "batch_path": [
        "wo688KGK7D63+JAvN8N7QbyXXQP3c10Syta1LUQKHkM=",
        "VzobcFnTfgdmI+xIS740EWVDR/7P2BTVavc1O6cUOZM=",
        "lUffwFv5BW46YlysVjXKlwzQZhSi/yf5pw+RsjnNbFw="
       ],
       "key_id": "83f02f2d",
       "signature": "Rcfupyx5JfMXrhYtW+y2iiKdm+UsCUXGwRv2rWazhEMqUGlqP6Gec9md568GEl2Kui3NsGzbZD26rC6rtyrwBA=="
      }""";

  private ReceiptsTest() {}

  static void add(Suite suite) {
    suite.test("a receipt of the service verifies", () -> Receipts.verify(receipt(), List.of(VerifierKey.parse(KEY))));
    suite.test("each check that fails is named", () -> {
      refused(Check.SIGNATURE, each -> each.dueAtUs(each.getDueAtUs() + 1));
      refused(Check.SIGNATURE, each -> each.logId("env_01hwpnr0000000000000000008"));
      refused(Check.TIMES, each -> each.dueAtUs(each.getIssuedAtUs() - 1));
      refused(Check.TIMES, each -> each.issuedAtUs(1L));
      refused(Check.PATH, each -> each.batchIndex(each.getBatchSize()));
      refused(Check.PATH, each -> each.batchPath(each.getBatchPath().subList(1, 3)));
      refused(Check.PATH, each -> each.batchSize(1L << 40));
      refused(Check.KEY, each -> each.keyId("00000000"));
      refused(Check.FORM, each -> each.v(2L));
      refused(Check.FORM, each -> each.leafHash(null));
      refused(Check.FORM, each -> each.signature("not base64"));
      refused(Check.FORM, each -> each.entryId("ent_x"));
      refused(Check.FORM, each -> each.put("more", 1));
    });
    suite.test("a receipt that was kept verifies as it stands, and nothing is rounded or read out of a text", () -> {
      List<VerifierKey> keys = List.of(VerifierKey.parse(KEY));
      Receipts.verify(RECEIPT.getBytes(StandardCharsets.UTF_8), keys);
      List<String> others =
          new java.util.ArrayList<>(List.of("", "null", "5", "[]", "{}", "[".repeat(5000), RECEIPT + "x"));
      others.add(RECEIPT.replace("\"batch_index\": 2", "\"batch_index\": 2.5"));
      others.add(RECEIPT.replace("\"batch_index\": 2", "\"batch_index\": \"2\""));
      others.add(RECEIPT.replace("\"batch_index\": 2", "\"batch_index\": null"));
      others.add(RECEIPT.replace("\"batch_index\": 2,", ""));
      others.add(RECEIPT.replace("\"v\": 1,", "\"v\": 1, \"more\": 1,"));
      others.add(RECEIPT.replace("\"wo688", "5, \"wo688"));
      for (String other : others) {
        ReceiptRefused refusal =
            thrown(ReceiptRefused.class, () -> Receipts.verify(other.getBytes(StandardCharsets.UTF_8), keys));
        same(Check.FORM, refusal.check());
      }
    });
    suite.test("no bit of the signature can be changed", () -> {
      byte[] signature = java.util.Base64.getDecoder().decode(receipt().getSignature());
      for (int bit = 0; bit < signature.length * 8; bit++) {
        byte[] changed = signature.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        refused(Check.SIGNATURE, each -> each.signature(java.util.Base64.getEncoder().encodeToString(changed)));
      }
    });
    suite.test("a key whose id is another's, or that is of another kind, is none", () -> {
      thrown(IllegalArgumentException.class, () -> VerifierKey.parse(KEY.replace("+83f02f2d+", "+83f02f2e+")));
      thrown(IllegalArgumentException.class, () -> VerifierKey.parse("name+00000000+BAAA"));
      thrown(IllegalArgumentException.class, () -> VerifierKey.parse("nothing"));
    });
  }

  private static void refused(Check check, Consumer<Receipt> change) {
    Receipt changed = receipt();
    change.accept(changed);
    List<VerifierKey> keys = List.of(VerifierKey.parse(KEY));
    same(check, thrown(ReceiptRefused.class, () -> Receipts.verify(changed, keys)).check());
  }

  private static Receipt receipt() {
    return Json.read(RECEIPT.getBytes(StandardCharsets.UTF_8), Receipt.class);
  }
}
