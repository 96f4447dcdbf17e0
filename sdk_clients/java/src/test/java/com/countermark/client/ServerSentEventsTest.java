package com.countermark.client;

import static com.countermark.client.Suite.same;

import com.countermark.client.transport.Downloads;
import java.util.ArrayList;
import java.util.List;

final class ServerSentEventsTest {
  private ServerSentEventsTest() {}

  static void add(Suite suite) {
    suite.test("events are read as the HTML standard says", () -> {
      same(
          List.of(
              new ServerSentEvent("1", "progress", "a\nb"),
              new ServerSentEvent("1", "message", " c"),
              new ServerSentEvent("", "message", "d")),
          read(": hello\nid: 1\nevent: progress\ndata: a\ndata: b\n\ndata:  c\n\nid\ndata:d\n\n"));
    });
    suite.test("lines may end in carriage returns", () ->
        same(List.of(new ServerSentEvent("", "e", "x")), read("event: e\r\ndata: x\r\n\r\n")));
    suite.test("an event that the stream breaks off in is none, nor is one without data", () ->
        same(List.of(), read("event: empty\n\ndata: half")));
  }

  private static List<ServerSentEvent> read(String text) {
    List<ServerSentEvent> events = new ArrayList<>();
    try (ServerSentEvents stream = new ServerSentEvents(Downloads.of(text))) {
      stream.forEachRemaining(events::add);
    }
    return events;
  }
}
