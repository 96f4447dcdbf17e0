package com.countermark.client.transport;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an operation takes beside its path and its body: query, headers, fields of a form. */
public abstract class Params implements Cloneable {
  private Map<String, Object> query = new LinkedHashMap<>();
  private Map<String, Object> headers = new LinkedHashMap<>();
  private Map<String, Object> form = new LinkedHashMap<>();

  /** Set a parameter of the query. A list stands as often as it has items; a null takes the parameter out. */
  protected final void query(String name, Object value) {
    set(query, name, value);
  }

  protected final void header(String name, Object value) {
    set(headers, name, value);
  }

  protected final void form(String name, Object value) {
    set(form, name, value);
  }

  /** The same parameters, to be changed apart. */
  @SuppressWarnings("unchecked")
  public static <P extends Params> P copy(P params) {
    return (P) params.clone();
  }

  @Override
  protected final Params clone() {
    try {
      Params other = (Params) super.clone();
      other.query = new LinkedHashMap<>(query);
      other.headers = new LinkedHashMap<>(headers);
      other.form = new LinkedHashMap<>(form);
      return other;
    } catch (CloneNotSupportedException error) {
      throw new AssertionError(error);
    }
  }

  Map<String, Object> query() {
    return query;
  }

  Map<String, Object> headers() {
    return headers;
  }

  Map<String, Object> form() {
    return form;
  }

  static List<?> values(Object value) {
    return value instanceof List<?> list ? list : List.of(value);
  }

  private static void set(Map<String, Object> values, String name, Object value) {
    if (value == null) {
      values.remove(name);
    } else {
      values.put(name, value);
    }
  }
}
