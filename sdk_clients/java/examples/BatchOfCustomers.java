import com.countermark.client.Client;
import com.countermark.client.core.model.BatchView;
import com.countermark.client.resources.BatchEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A file of customers in, a file of decisions out: sent as it is read, watched as it runs. */
public final class BatchOfCustomers {
  private BatchOfCustomers() {}

  public static void main(String[] arguments) throws IOException {
    Client client = Client.builder().build();
    Path folder = Files.createTempDirectory("countermark");
    Path file = folder.resolve("customers.csv");
    Files.writeString(file, IntStream.range(0, 1000).mapToObj(n -> "cust_" + n)
        .collect(Collectors.joining("\n", "customer_id\n", "\n")));

    BatchView batch = client.batches().create("churn-score", file,
        (sent, total) -> System.out.println("sent " + sent + " of " + total + " bytes"));
    try (BatchEvents events = client.batches().events(batch.getId())) {
      while (events.hasNext()) {
        BatchEvents.Event event = events.next();
        System.out.println(event.name() + ": " + event.batch().getRows() + " rows");
      }
    }
    Path results = folder.resolve("results.csv");
    client.batches().results(batch.getId()).saveTo(results);
    System.out.println(Files.readAllLines(results).size() - 1 + " decisions in " + results.getFileName());
  }
}
