package com.countermark.client.transport;

/** Who calls: an API key, or an OAuth2 client whose tokens are fetched and kept. */
interface Credentials {
  /** The bearer to send. May ask the server for it. */
  String bearer();

  /** Note that a bearer was refused. Returns whether another one is to be had. */
  boolean renew(String refused);

  /** A key is what it is. */
  record Key(String text) implements Credentials {
    @Override
    public String bearer() {
      return text;
    }

    @Override
    public boolean renew(String refused) {
      return false;
    }

    @Override
    public String toString() {
      return "***";
    }
  }
}
