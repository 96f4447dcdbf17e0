package com.countermark.client;

import static com.countermark.client.Suite.same;
import static com.countermark.client.Suite.thrown;

import com.countermark.client.Paged.Page;
import com.countermark.client.errors.CountermarkError;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

final class PagedTest {
  private PagedTest() {}

  static void add(Suite suite) {
    suite.test("all items of all pages come once, in their order", () -> {
      List<String> asked = new ArrayList<>();
      same(List.of(1, 2, 3, 4, 5), numbers(asked).stream().toList());
      same("[null, a, b]", asked.toString());
    });
    suite.test("no page is asked for before its items are wanted", () -> {
      List<String> asked = new ArrayList<>();
      Iterator<Integer> items = numbers(asked).iterator();
      same(0, asked.size());
      items.next();
      items.next();
      same(1, asked.size());
      items.next();
      same(3, asked.size()); // the second page is empty
    });
    suite.test("each iterator begins anew, and ends as iterators do", () -> {
      Paged<Integer> all = numbers(new ArrayList<>());
      same(5L, all.stream().count());
      Iterator<Integer> items = all.iterator();
      for (int index = 0; index < 5; index++) {
        items.next();
      }
      same(false, items.hasNext());
      thrown(NoSuchElementException.class, items::next);
    });
    suite.test("a page that names its own place as the next ends the list with an error", () -> {
      List<String> asked = new ArrayList<>();
      Paged<Integer> round =
          new Paged<>(after -> {
            asked.add(String.valueOf(after));
            return new Page<>(List.of(1), true, "round");
          });
      thrown(CountermarkError.class, () -> round.stream().count());
      same("[null, round]", asked.toString());
    });
    suite.test("pages are to be had as they came", () -> {
      List<Integer> sizes = new ArrayList<>();
      numbers(new ArrayList<>()).pages().forEach(page -> sizes.add(page.items().size()));
      same(List.of(2, 0, 3), sizes);
    });
  }

  private static Paged<Integer> numbers(List<String> asked) {
    return new Paged<>(
        after -> {
          asked.add(after);
          if (after == null) {
            return new Page<>(List.of(1, 2), true, "a");
          }
          return after.equals("a") ? new Page<>(List.of(), true, "b") : new Page<>(List.of(3, 4, 5), false, null);
        });
  }
}
