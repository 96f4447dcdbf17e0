package com.countermark.client;

import com.countermark.client.errors.CountermarkError;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** All items of a list, whose pages are asked for as they are needed. Each iterator begins anew. */
public final class Paged<T> implements Iterable<T> {
  /**
   * One page.
   *
   * @param nextAfter where the next one begins, or null
   */
  public record Page<T>(List<T> items, boolean hasMore, String nextAfter) {}

  private final Function<String, Page<T>> fetch;

  /** fetch: asks for the page after this place, or for the first page for null. */
  public Paged(Function<String, Page<T>> fetch) {
    this.fetch = fetch;
  }

  /** Pages as they come from the server, instead of items. */
  public Iterable<Page<T>> pages() {
    return Pages::new;
  }

  @Override
  public Iterator<T> iterator() {
    return stream().iterator();
  }

  public Stream<T> stream() {
    return StreamSupport.stream(pages().spliterator(), false).flatMap(page -> page.items().stream());
  }

  private final class Pages implements Iterator<Page<T>> {
    private String after;
    private boolean more = true;

    @Override
    public boolean hasNext() {
      return more;
    }

    @Override
    public Page<T> next() {
      if (!more) {
        throw new NoSuchElementException();
      }
      Page<T> page = fetch.apply(after);
      String next = page.nextAfter();
      more = page.hasMore() && next != null;
      if (more && next.equals(after)) {
        throw new CountermarkError("The list does not go on: the page after " + after + " names the same place as the next.");
      }
      after = next;
      return page;
    }
  }
}
