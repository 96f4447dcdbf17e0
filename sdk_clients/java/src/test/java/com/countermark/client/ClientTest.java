package com.countermark.client;

import static com.countermark.client.Suite.same;
import static com.countermark.client.Suite.thrown;
import static com.countermark.client.Suite.yes;

import com.countermark.client.core.Core;
import com.countermark.client.resources.Inference;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

final class ClientTest {
  private ClientTest() {}

  static void add(Suite suite) {
    suite.test("a client without a credential is refused, and told what to give", () -> {
      IllegalArgumentException error =
          thrown(IllegalArgumentException.class, () -> new Client.Builder(Map.of()).build());
      yes(error.getMessage().contains("COUNTERMARK_API_KEY"), error.getMessage());
    });
    suite.test("key and address come from the environment where nothing else is said", () -> {
      Map<String, String> environment =
          Map.of("COUNTERMARK_API_KEY", "cmk_sandbox_x", "COUNTERMARK_BASE_URL", "https://pay.example.com/");
      yes(new Client.Builder(environment).build() != null, "it is built");
    });
    suite.test("an address that is none, or a timeout of nothing, is refused", () -> {
      Map<String, String> environment = Map.of("COUNTERMARK_API_KEY", "k");
      thrown(
          IllegalArgumentException.class, () -> new Client.Builder(environment).baseUrl("pay.example.com").build());
      thrown(
          IllegalArgumentException.class, () -> new Client.Builder(environment).timeout(Duration.ZERO).build());
      thrown(IllegalArgumentException.class, () -> new Client.Builder(environment).maxRetries(-1).build());
    });
    suite.test("every use case of the core has its method in the face", () -> {
      long operations =
          Arrays.stream(com.countermark.client.core.api.InferenceApi.class.getDeclaredMethods())
              .map(Method::getName).filter(name -> name.startsWith("decide")).distinct().count();
      same(operations, Arrays.stream(Inference.class.getDeclaredMethods())
          .filter(each -> each.getReturnType().getSimpleName().endsWith("Decision")).count());
      yes(operations >= 14, "there are 14 use cases");
    });
    suite.test("the core has every kind of operation", () ->
        yes(Core.class.getDeclaredMethods().length >= 35, "there are 35 kinds"));
  }
}
