package com.countermark.client.transport;

import com.countermark.client.errors.ConnectionFailed;
import com.countermark.client.errors.TimedOut;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Bytes that come as they are read. Close it, or read it to its end. */
public final class Download implements AutoCloseable {
  private final HttpHeaders headers;
  private final InputStream stream;

  Download(HttpHeaders headers, InputStream stream) {
    this.headers = headers;
    this.stream = stream;
  }

  /** The bytes; a read that waits longer than the call's timeout fails. */
  public InputStream stream() {
    return stream;
  }

  public String contentType() {
    return headers.firstValue("content-type").orElse("application/octet-stream");
  }

  public HttpHeaders headers() {
    return headers;
  }

  /** Read all of it into memory. */
  public byte[] bytes() {
    try (this) {
      return stream.readAllBytes();
    } catch (IOException error) {
      throw broken(error);
    }
  }

  /** Write all of it to {@code out}. Returns how many bytes it was. */
  public long to(OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long count = 0;
    try (this) {
      for (int read = next(buffer); read >= 0; read = next(buffer)) {
        out.write(buffer, 0, read);
        count += read;
      }
    }
    return count;
  }

  /** Save it as a file, which is there only when all of it came. Returns how many bytes it was. */
  public long saveTo(Path file) throws IOException {
    Path part = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName().toString(), ".part");
    try {
      long count;
      try (OutputStream out = Files.newOutputStream(part)) {
        count = to(out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return count;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException error) {
      throw broken(error);
    }
  }

  private int next(byte[] buffer) {
    try {
      return stream.read(buffer);
    } catch (IOException error) {
      throw broken(error);
    }
  }

  static RuntimeException broken(IOException error) {
    return error instanceof HttpTimeoutException
        ? new TimedOut("The answer stopped coming.", error)
        : new ConnectionFailed("The connection broke while the answer came: " + error.getMessage(), error);
  }
}
