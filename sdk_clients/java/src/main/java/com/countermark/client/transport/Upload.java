package com.countermark.client.transport;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes to be sent as they are read: nothing holds the whole of them. */
public final class Upload {
  /** Told how many bytes have gone, of how many; of -1 where nobody knows. It begins again when the upload is sent again. */
  public interface Progress {
    void sent(long bytes, long total);
  }

  /** Opens what is sent, from its beginning. */
  public interface Source {
    InputStream open() throws IOException;
  }

  private final Source source;
  private final long size;
  private final boolean repeatable;
  private final AtomicBoolean opened = new AtomicBoolean();
  private final AtomicLong moved = new AtomicLong();
  private String contentType = "application/octet-stream";
  private Progress progress = (bytes, total) -> {};

  private Upload(Source source, long size, boolean repeatable) {
    this.source = source;
    this.size = size;
    this.repeatable = repeatable;
  }

  /** A file. One that grows meanwhile is sent as long as it was. A pipe, whose length nobody knows, is sent once. */
  public static Upload of(Path file) throws IOException {
    boolean whole = Files.isRegularFile(file) || Files.isDirectory(file) || Files.notExists(file);
    Upload upload = new Upload(() -> Files.newInputStream(file), whole ? Files.size(file) : -1, whole);
    String name = file.toString().toLowerCase(java.util.Locale.ROOT);
    if (name.endsWith(".csv")) {
      return upload.contentType("text/csv");
    }
    return name.endsWith(".parquet") ? upload.contentType("application/vnd.apache.parquet") : upload;
  }

  public static Upload of(byte[] data) {
    return new Upload(() -> new ByteArrayInputStream(data), data.length, true);
  }

  /** What can be opened again for another try. size: in bytes, -1 where nobody knows. */
  public static Upload of(Source source, long size) {
    return new Upload(source, size, true);
  }

  /** A stream that can be read once. It is not sent a second time: a try that fails is the last one. */
  public static Upload once(InputStream stream, long size) {
    return new Upload(() -> stream, size, false);
  }

  public Upload contentType(String type) {
    contentType = type;
    return this;
  }

  public Upload progress(Progress listener) {
    progress = listener;
    return this;
  }

  String contentType() {
    return contentType;
  }

  boolean canBeSent() {
    return repeatable || !opened.get();
  }

  /** How many bytes went in all tries: whether it still moves. */
  long moved() {
    return moved.get();
  }

  BodyPublisher publisher() {
    BodyPublisher bytes = BodyPublishers.ofInputStream(this::counted);
    return size < 0 ? bytes : size == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(bytes, size);
  }

  private InputStream counted() {
    opened.set(true);
    try {
      return new Counted(source.open());
    } catch (IOException error) {
      return new Unreadable(error);
    }
  }

  private final class Counted extends FilterInputStream {
    private long sent;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = left() == 0 ? -1 : super.read();
      return tell(value < 0 ? 0 : 1, value);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = left() == 0 ? -1 : super.read(buffer, offset, (int) Math.min(length, left()));
      return tell(Math.max(count, 0), count);
    }

    private long left() {
      return size < 0 ? Long.MAX_VALUE : size - sent;
    }

    private int tell(int count, int result) {
      if (count > 0) {
        sent += count;
        moved.addAndGet(count);
        progress.sent(sent, size);
      }
      return result;
    }
  }

  /** Fails when it is read: a publisher has no other way to tell that the source cannot be opened. */
  private static final class Unreadable extends InputStream {
    private final IOException error;

    Unreadable(IOException error) {
      this.error = error;
    }

    @Override
    public int read() throws IOException {
      throw error;
    }
  }
}
