package com.countermark.client.transport;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Time and chance, so that tests need not wait for either. */
interface Time {
  Time REAL =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public long epochMillis() {
          return System.currentTimeMillis();
        }

        @Override
        public double chance() {
          return ThreadLocalRandom.current().nextDouble();
        }

        @Override
        public void sleep(Duration wait) throws InterruptedException {
          Thread.sleep(wait.toMillis(), wait.toNanosPart() % 1_000_000);
        }
      };

  /** A clock that never jumps. */
  long nanos();

  /** The clock on the wall, for want of a better one. */
  long epochMillis();

  /** From 0, inclusive, to 1, exclusive. */
  double chance();

  void sleep(Duration wait) throws InterruptedException;
}
