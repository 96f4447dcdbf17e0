package com.countermark.client.transport;

import java.io.ByteArrayInputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Downloads without a server. */
public final class Downloads {
  private Downloads() {}

  public static Download of(String text) {
    HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
    return new Download(none, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
