package com.countermark.client;

import com.countermark.client.core.model.LedgerKey;
import com.countermark.client.core.model.LedgerKeys;
import com.countermark.client.core.model.Receipt;
import com.countermark.client.errors.CountermarkError;
import com.countermark.client.errors.ReceiptRefused;
import com.countermark.client.errors.ReceiptRefused.Check;
import com.countermark.client.transport.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Receipts: the signed promise that an entry will be in the log by a deadline, checked without a network.
 *
 * <p>One signature covers a batch: the statements of its receipts are the leaves of a small RFC 6962 tree, and each
 * receipt carries its path to the root that is signed (docs/ledger.md).
 */
public final class Receipts {
  private static final byte[] LABEL = "countermark/receipt/v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int ID_LETTERS = 26;
  private static final int DIGEST_BYTES = 32;
  private static final int BATCH_SIZE_MAX = 65_536;
  private static final int PATH_MAX = 16;
  private static final long TIME_LEAST_US = 1L << 32;

  private static final List<String> NUMBERS = List.of("v", "issued_at_us", "due_at_us", "batch_index", "batch_size");
  private static final List<String> TEXTS = List.of("log_id", "entry_id", "leaf_hash", "key_id", "signature");

  private Receipts() {}

  /** The keys of receipts among those that the server lists. Pin them once, and keep them. */
  public static List<VerifierKey> keysOf(LedgerKeys listed) {
    return listed.getKeys().stream()
        .filter(key -> "receipts".equals(key.getUse()))
        .map(LedgerKey::getVerifierKey)
        .map(VerifierKey::parse)
        .toList();
  }

  /** Accept only a receipt that one of the keys signed, as it stands. Throws {@link ReceiptRefused}. */
  public static void verify(Receipt receipt, Collection<VerifierKey> keys) {
    byte[] message = message(receipt);
    byte[] signature = bytes("signature", receipt.getSignature());
    List<VerifierKey> signers = keys.stream().filter(key -> key.id().equals(receipt.getKeyId())).toList();
    if (signers.isEmpty()) {
      throw new ReceiptRefused(Check.KEY, "It is signed by a key that is not trusted: " + receipt.getKeyId());
    }
    if (signers.stream().noneMatch(key -> key.signed(message, signature))) {
      throw new ReceiptRefused(Check.SIGNATURE, "Its signature is wrong.");
    }
  }

  /**
   * The same of a receipt as it was kept, as JSON. What {@link Receipt} would round, or read out of a text, is refused.
   *
   * <p>Throws {@link ReceiptRefused}.
   */
  public static void verify(byte[] receipt, Collection<VerifierKey> keys) {
    JsonNode fields;
    try {
      fields = Json.read(receipt, JsonNode.class);
    } catch (CountermarkError error) {
      throw form(error.getMessage());
    }
    boolean right = fields != null && fields.isObject();
    for (String name : NUMBERS) {
      right = right && fields.path(name).isIntegralNumber() && fields.path(name).canConvertToLong();
    }
    for (String name : TEXTS) {
      right = right && fields.path(name).isTextual();
    }
    right = right && fields.path("batch_path").isArray();
    for (JsonNode each : right ? fields.path("batch_path") : List.<JsonNode>of()) {
      right = right && each.isTextual();
    }
    if (!right) {
      throw form("a field is missing, or not of its type");
    }
    verify(Json.convert(fields, Receipt.class), keys);
  }

  /** What the signature of its batch covers, by the receipt's own path. */
  private static byte[] message(Receipt receipt) {
    if (!receipt.others().isEmpty()) {
      throw form("it has fields that no receipt has: " + receipt.others().keySet());
    }
    if (number("v", receipt.getV()) != 1) {
      throw form("only receipts of version 1 are known");
    }
    long issued = number("issued_at_us", receipt.getIssuedAtUs());
    long due = number("due_at_us", receipt.getDueAtUs());
    long index = number("batch_index", receipt.getBatchIndex());
    long size = number("batch_size", receipt.getBatchSize());
    byte[] leaf = bytes("leaf_hash", receipt.getLeafHash());
    List<byte[]> path = path(receipt.getBatchPath());
    if (receipt.getKeyId() == null || !receipt.getKeyId().matches("[0-9a-f]+")) {
      throw form("key_id is not lower-case hex");
    }
    byte[] log = id("env", receipt.getLogId());
    byte[] entry = id("ent", receipt.getEntryId());
    if (issued < TIME_LEAST_US || due < issued) {
      throw new ReceiptRefused(Check.TIMES, "The deadline is before the issue, or the issue before our time.");
    }
    if (index < 0 || index >= size || size > BATCH_SIZE_MAX) {
      throw new ReceiptRefused(Check.PATH, "The place in the batch is out of range.");
    }
    if (leaf.length != DIGEST_BYTES || path.stream().anyMatch(each -> each.length != DIGEST_BYTES)) {
      throw new ReceiptRefused(Check.PATH, "A hash is not 32 bytes long.");
    }
    byte[] root = root(index, size, hash(0, statement(log, entry, leaf, issued, due)), path);
    return ByteBuffer.allocate(LABEL.length + DIGEST_BYTES + 4).put(LABEL).put(root).putInt((int) size).array();
  }

  /** Deterministic CBOR of {v, ts, due, eid, log, leaf}; it has one length, so no encoder is needed. */
  private static byte[] statement(byte[] log, byte[] entry, byte[] leaf, long issued, long due) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0xa6, 0x61, 'v', 0x01, 0x62, 't', 's', 0x1b});
    out.writeBytes(ByteBuffer.allocate(8).putLong(issued).array());
    out.writeBytes(new byte[] {0x63, 'd', 'u', 'e', 0x1b});
    out.writeBytes(ByteBuffer.allocate(8).putLong(due).array());
    out.writeBytes(new byte[] {0x63, 'e', 'i', 'd', 0x50});
    out.writeBytes(entry);
    out.writeBytes(new byte[] {0x63, 'l', 'o', 'g', 0x50});
    out.writeBytes(log);
    out.writeBytes(new byte[] {0x64, 'l', 'e', 'a', 'f', 0x58, 0x20});
    out.writeBytes(leaf);
    return out.toByteArray();
  }

  /** The root that a path leads to: RFC 6962 section 2.1.1, leaf side first. */
  private static byte[] root(long index, long size, byte[] leaf, List<byte[]> path) {
    List<Boolean> siblingIsLeft = new ArrayList<>();
    long start = 0;
    for (long end = size; end - start > 1; ) {
      long middle = start + Long.highestOneBit(end - start - 1);
      siblingIsLeft.add(index >= middle);
      if (index < middle) {
        end = middle;
      } else {
        start = middle;
      }
    }
    if (siblingIsLeft.size() != path.size()) {
      throw new ReceiptRefused(Check.PATH, "Its path in the batch has another length.");
    }
    byte[] digest = leaf;
    for (int level = 0; level < path.size(); level++) {
      boolean left = siblingIsLeft.get(path.size() - 1 - level);
      byte[] sibling = path.get(level);
      digest = left ? hash(1, sibling, digest) : hash(1, digest, sibling);
    }
    return digest;
  }

  private static List<byte[]> path(List<String> texts) {
    if (texts == null || texts.size() > PATH_MAX) {
      throw form("batch_path is not a list of at most " + PATH_MAX);
    }
    Function<String, byte[]> decode = text -> bytes("batch_path", text);
    return texts.stream().map(decode).toList();
  }

  private static byte[] id(String prefix, String text) {
    if (text == null || !text.startsWith(prefix + "_") || text.length() != prefix.length() + 1 + ID_LETTERS) {
      throw form("this is not an id of the kind " + prefix + "_: " + text);
    }
    java.math.BigInteger number = java.math.BigInteger.ZERO;
    for (char letter : text.substring(prefix.length() + 1).toCharArray()) {
      int digit = DIGITS.indexOf(letter);
      if (digit < 0) {
        throw form("this is not an id of the kind " + prefix + "_: " + text);
      }
      number = number.shiftLeft(5).or(java.math.BigInteger.valueOf(digit));
    }
    if (number.bitLength() > 128) {
      throw form("this is not an id of the kind " + prefix + "_: " + text);
    }
    return ByteBuffer.allocate(16).putLong(number.shiftRight(64).longValue()).putLong(number.longValue()).array();
  }

  private static long number(String name, Long value) {
    if (value == null || value < 0) {
      throw form(name + " is not an integer of 0 or above");
    }
    return value;
  }

  /** Standard base64 in its one canonical spelling. */
  private static byte[] bytes(String name, String text) {
    try {
      byte[] data = Base64.getDecoder().decode(text == null ? "!" : text);
      if (Base64.getEncoder().encodeToString(data).equals(text)) {
        return data;
      }
    } catch (IllegalArgumentException error) {
      throw form(name + " is not base64");
    }
    throw form(name + " is not spelled canonically");
  }

  private static ReceiptRefused form(String words) {
    return new ReceiptRefused(Check.FORM, "This is not a receipt: " + words + ".");
  }

  private static byte[] hash(int kind, byte[]... parts) {
    MessageDigest digest = sha256();
    digest.update((byte) kind);
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException error) {
      throw new AssertionError(error);
    }
  }
}
