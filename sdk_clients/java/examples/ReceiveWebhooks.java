import com.countermark.client.Webhooks;
import com.countermark.client.core.model.PayoutStuckEventData;
import com.countermark.client.errors.WebhookSignatureInvalid;
import com.countermark.client.errors.WebhookTimestampOutside;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An endpoint that takes events, and a message to it, signed as the server signs. Needs no server. */
public final class ReceiveWebhooks {
  private static final String SECRET = "whsec_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  private ReceiveWebhooks() {}

  public static void main(String[] arguments) throws IOException, InterruptedException, GeneralSecurityException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/countermark", ReceiveWebhooks::receive);
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/countermark");
    String body = "{\"id\":\"evt_1\",\"type\":\"payout.stuck\",\"timestamp\":\"2026-11-21T12:00:00Z\","
        + "\"subject\":\"pyt_1\",\"data\":{\"stage\":\"at_bank\"}}";
    System.out.println("as it was sent: " + send(uri, body, sign(body)));
    System.out.println("sent again: " + send(uri, body, sign(body)));
    System.out.println("changed on the way: " + send(uri, body.replace("at_bank", "paid_out"), sign(body)));
    server.stop(0);
  }

  private static void receive(HttpExchange exchange) throws IOException {
    Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().get(0)));
    int status = 204;
    try {
      Webhooks.Event event =
          Webhooks.verify(exchange.getRequestBody().readAllBytes(), headers, List.of(SECRET));
      if (SEEN.add(event.id())) {
        switch (event.kind()) {
          case PAYOUT_STUCK -> {
            PayoutStuckEventData data = event.dataAs(PayoutStuckEventData.class);
            System.out.println("  " + event.type() + " of " + event.subject() + ": " + data.getStage());
          }
          case UNKNOWN -> System.out.println("  " + event.type() + ": a kind of a later server");
          default -> System.out.println("  " + event.type() + " of " + event.subject());
        }
      }
    } catch (WebhookSignatureInvalid | WebhookTimestampOutside error) {
      status = 400;
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static int send(URI uri, String body, String signature) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).header("webhook-id", "evt_1")
        .header("webhook-timestamp", signature.split(" ")[0]).header("webhook-signature", signature.split(" ")[1])
        .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static String sign(String body) throws GeneralSecurityException {
    long now = System.currentTimeMillis() / 1000;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring(6)), "HmacSHA256"));
    byte[] digest = mac.doFinal(("evt_1." + now + "." + body).getBytes(StandardCharsets.UTF_8));
    return now + " v1," + Base64.getEncoder().encodeToString(digest);
  }
}
