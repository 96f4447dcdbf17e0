package com.countermark.client.transport;

import com.countermark.client.core.Core;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers what it was told, in that order, and keeps what it saw. */
final class Scripted implements AutoCloseable {
  /** A request as it came. */
  record Seen(String line, Headers headers, String body) {
    String header(String name) {
      return headers.getFirst(name);
    }
  }

  private record Scene(int status, String body, String[] headers) {}

  final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
  final FakeTime time = new FakeTime();
  private final Queue<Scene> scenes = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private boolean oauth;

  Scripted() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::play);
    server.setExecutor(threads);
    server.start();
  }

  Scripted answer(int status, String body, String... headers) {
    scenes.add(new Scene(status, body, headers));
    return this;
  }

  /** Take the next request, and never answer it. */
  Scripted silence() {
    return answer(0, "");
  }

  Scripted oauth() {
    oauth = true;
    return this;
  }

  Settings settings() {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    HttpClient.Builder http = HttpClient.newBuilder();
    String key = oauth ? null : "cmk_sandbox_x";
    return new Settings(url, key, "id&", "s=", Duration.ofSeconds(10), null, 3, "2026-11-21", http);
  }

  Core core() {
    Settings settings = settings();
    return new Core(new HttpTransport(settings, new Exchange(settings.http().build()), time));
  }

  private void play(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    seen.add(new Seen(exchange.getRequestMethod() + " " + exchange.getRequestURI(), exchange.getRequestHeaders(), body));
    Scene scene = scenes.poll();
    if (scene == null) {
      scene = new Scene(599, "nothing was told for this request", new String[0]);
    }
    if (scene.status() == 0) {
      return;
    }
    for (int index = 0; index < scene.headers().length; index += 2) {
      exchange.getResponseHeaders().set(scene.headers()[index], scene.headers()[index + 1]);
    }
    byte[] data = scene.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(scene.status(), data.length == 0 ? -1 : data.length);
    if (data.length > 0) {
      exchange.getResponseBody().write(data);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
