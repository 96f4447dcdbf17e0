package com.countermark.client.errors;

import java.io.Serializable;

/**
 * One refused field of a request.
 *
 * @param field where it is, as {@code items[3].happened}
 * @param reason what is wrong with it
 * @param fix what to write instead
 */
public record FieldError(String field, String reason, String fix) implements Serializable {}
