package com.countermark.client;

import com.countermark.client.transport.HttpTransportTest;
import com.countermark.client.transport.JsonTest;
import com.countermark.client.transport.RetriesTest;
import com.countermark.client.transport.TokensTest;

/** Runs every test; ends with 0 where none failed. */
public final class AllTests {
  private AllTests() {}

  public static void main(String[] arguments) {
    Suite suite = new Suite();
    ClientTest.add(suite);
    PagedTest.add(suite);
    ReceiptsTest.add(suite);
    ServerSentEventsTest.add(suite);
    WebhooksTest.add(suite);
    JsonTest.add(suite);
    RetriesTest.add(suite);
    TokensTest.add(suite);
    HttpTransportTest.add(suite);
    int failed = suite.run();
    System.out.println("java: " + (suite.size() - failed) + " unit tests passed, " + failed + " failed");
    System.exit(failed == 0 && suite.size() > 0 ? 0 : 1);
  }
}
