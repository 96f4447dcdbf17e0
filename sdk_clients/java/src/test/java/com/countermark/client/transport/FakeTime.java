package com.countermark.client.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only where somebody sleeps, and chance that is told. */
final class FakeTime implements Time {
  final List<Duration> slept = new ArrayList<>();
  double chance;
  private long nanos;

  synchronized void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public long epochMillis() {
    return 1_795_262_400_000L;
  }

  @Override
  public double chance() {
    return chance;
  }

  @Override
  public synchronized void sleep(Duration wait) {
    slept.add(wait);
    pass(wait);
  }
}
