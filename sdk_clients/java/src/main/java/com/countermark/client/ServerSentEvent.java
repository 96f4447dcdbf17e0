package com.countermark.client;

/**
 * One event of a stream.
 *
 * @param id the last one given, or empty
 * @param name {@code message} where none is given
 */
public record ServerSentEvent(String id, String name, String data) {}
