package com.countermark.client;

import com.countermark.client.errors.ConnectionFailed;
import com.countermark.client.errors.TimedOut;
import com.countermark.client.transport.Download;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Server-sent events as they come (HTML, section 9.2.6). Close it, or read it to its end. */
public final class ServerSentEvents implements Iterator<ServerSentEvent>, AutoCloseable {
  private final Download download;
  private final BufferedReader lines;
  private ServerSentEvent next;
  private String id = "";
  private boolean begun;

  public ServerSentEvents(Download download) {
    this.download = download;
    lines = new BufferedReader(new InputStreamReader(download.stream(), StandardCharsets.UTF_8));
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      next = read();
    }
    return next != null;
  }

  @Override
  public ServerSentEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ServerSentEvent event = next;
    next = null;
    return event;
  }

  @Override
  public void close() {
    download.close();
  }

  /** Read to the blank line that ends an event. An event that the stream breaks off in is none. */
  private ServerSentEvent read() {
    StringBuilder data = new StringBuilder();
    String name = "";
    for (String line = line(); line != null; line = line()) {
      if (line.isEmpty()) {
        if (data.length() > 0) {
          return new ServerSentEvent(id, name.isEmpty() ? "message" : name, data.substring(0, data.length() - 1));
        }
        name = "";
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
      switch (field) {
        case "data" -> data.append(value).append('\n');
        case "event" -> name = value;
        case "id" -> id = value.indexOf('\0') < 0 ? value : id;
        default -> { } // a comment, or a field that nobody knows
      }
    }
    return null;
  }

  private String line() {
    try {
      String line = lines.readLine();
      if (begun || line == null) {
        return line;
      }
      begun = true;
      return line.startsWith("\ufeff") ? line.substring(1) : line;
    } catch (HttpTimeoutException error) {
      throw new TimedOut("The stream of events is silent.", error);
    } catch (IOException error) {
      throw new ConnectionFailed("The stream of events broke: " + error.getMessage(), error);
    }
  }
}
