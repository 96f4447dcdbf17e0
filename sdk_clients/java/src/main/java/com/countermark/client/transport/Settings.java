package com.countermark.client.transport;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * What a client is set to.
 *
 * @param baseUrl of the server, without a slash at its end
 * @param apiKey or null, where an OAuth2 client calls
 * @param deadline of all tries of a call together, or null
 * @param http makes the connections; HTTP/1.1, whatever it says
 */
public record Settings(
    String baseUrl,
    String apiKey,
    String clientId,
    String clientSecret,
    Duration timeout,
    Duration deadline,
    int maxRetries,
    String apiVersion,
    HttpClient.Builder http) {
  public static final String USER_AGENT = "countermark-java/0.1.0";

  URI uri(String target) {
    return URI.create(baseUrl + target);
  }

  @Override
  public String toString() {
    return "Settings[" + baseUrl + "]";
  }
}
