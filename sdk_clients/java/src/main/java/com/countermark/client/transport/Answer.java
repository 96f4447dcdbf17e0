package com.countermark.client.transport;

import java.io.InputStream;
import java.net.http.HttpHeaders;

/**
 * What one try came to.
 *
 * @param data the whole body, or null where it is a stream
 * @param stream the body as it comes, or null
 */
record Answer(int status, HttpHeaders headers, byte[] data, InputStream stream) {
  String header(String name) {
    return headers.firstValue(name).orElse(null);
  }
}
