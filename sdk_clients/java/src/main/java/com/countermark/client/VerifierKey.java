package com.countermark.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public Ed25519 key with its name, as {@code client.ledger().keys()} lists it: {@code name+id+key} (C2SP signed-note).
 *
 * @param id four bytes of a hash over name, kind and key, in hexadecimal: which key it is, never a proof
 */
public record VerifierKey(String name, String id, PublicKey key) {
  private static final byte ED25519 = 1;
  private static final int KEY_BYTES = 32;
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  /** Throws {@link IllegalArgumentException} for what is no key of Ed25519. */
  public static VerifierKey parse(String text) {
    String[] parts = text.strip().split("\\+", 3);
    if (parts.length != 3 || parts[0].isEmpty() || parts[0].chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("This is not a verifier key (name+id+key): " + text);
    }
    byte[] encoded = Base64.getDecoder().decode(parts[2]);
    if (encoded.length != KEY_BYTES + 1 || encoded[0] != ED25519) {
      throw new IllegalArgumentException("This is not a verifier key of Ed25519: " + text);
    }
    if (!parts[1].equals(idOf(parts[0], encoded))) {
      throw new IllegalArgumentException("The id of this verifier key does not belong to it: " + text);
    }
    byte[] der = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_BYTES);
    System.arraycopy(encoded, 1, der, X509_PREFIX.length, KEY_BYTES);
    try {
      return new VerifierKey(parts[0], parts[1], KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der)));
    } catch (GeneralSecurityException error) {
      throw new IllegalArgumentException("This key is not a point of the curve: " + text, error);
    }
  }

  /** Whether this key signed the message. False for anything malformed. */
  boolean signed(byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | ArithmeticException | IndexOutOfBoundsException error) {
      return false;
    }
  }

  private static String idOf(String name, byte[] encoded) {
    MessageDigest digest = Receipts.sha256();
    digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(encoded), 0, 4);
  }
}
