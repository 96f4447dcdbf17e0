package com.countermark.client;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A few tests and what they found. A plain runner, so that testing needs nothing but a JDK. */
public final class Suite {
  /** A test. It fails when it throws. */
  public interface Test {
    void run() throws Exception;
  }

  private final Map<String, Test> tests = new LinkedHashMap<>();

  /** promise: what the test holds, as a sentence. */
  public void test(String promise, Test test) {
    if (tests.put(promise, test) != null) {
      throw new IllegalArgumentException("two tests promise: " + promise);
    }
  }

  public static void same(Object expected, Object found) {
    if (!Objects.deepEquals(expected, found)) {
      throw new AssertionError("expected " + text(expected) + ", found " + text(found));
    }
  }

  public static void yes(boolean holds, String promise) {
    if (!holds) {
      throw new AssertionError(promise);
    }
  }

  /** Return what a test throws, which must be of this kind. */
  public static <E extends Throwable> E thrown(Class<E> kind, Test test) {
    try {
      test.run();
    } catch (Throwable error) {
      if (error.getClass() == kind) {
        return kind.cast(error);
      }
      throw new AssertionError("expected " + kind.getSimpleName() + ", found " + error, error);
    }
    throw new AssertionError("expected " + kind.getSimpleName() + ", and nothing was thrown");
  }

  /** Run all. Returns how many failed. */
  int run() {
    int failed = 0;
    for (Map.Entry<String, Test> each : tests.entrySet()) {
      try {
        each.getValue().run();
      } catch (Throwable error) {
        failed++;
        System.out.println("FAILED " + each.getKey());
        error.printStackTrace(System.out);
      }
    }
    return failed;
  }

  int size() {
    return tests.size();
  }

  private static String text(Object value) {
    return value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value);
  }
}
