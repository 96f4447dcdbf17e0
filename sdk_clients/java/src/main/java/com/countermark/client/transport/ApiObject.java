package com.countermark.client.transport;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A JSON object of the API.
 *
 * <p>A field that is null is not sent. A field that this version does not know is kept: a later server may answer it,
 * and {@link #put} sends one, or an explicit null.
 */
@JsonAutoDetect(
    fieldVisibility = Visibility.NONE,
    getterVisibility = Visibility.NONE,
    isGetterVisibility = Visibility.NONE,
    setterVisibility = Visibility.NONE)
public abstract class ApiObject {
  private static final Pattern SECRET = Pattern.compile("(^|.*_)(secret|password|token|key|assertion)$");
  private final Map<String, Object> others = new LinkedHashMap<>();

  /** Send a field that has no setter here, or a null. */
  @JsonAnySetter
  public final void put(String name, Object value) {
    others.put(name, value);
  }

  /** Fields that this version does not know, by name. */
  @JsonAnyGetter
  public final Map<String, Object> others() {
    return others;
  }

  @Override
  public final boolean equals(Object other) {
    return other != null && getClass() == other.getClass() && Json.tree(this).equals(Json.tree(other));
  }

  @Override
  public final int hashCode() {
    return Json.tree(this).hashCode();
  }

  /** The object as JSON, what is secret left out. */
  @Override
  public final String toString() {
    ObjectNode tree = (ObjectNode) Json.tree(this);
    tree.fieldNames().forEachRemaining(name -> {
      if (SECRET.matcher(name).matches() && tree.get(name).isTextual()) {
        tree.put(name, "***");
      }
    });
    return getClass().getSimpleName() + tree;
  }
}
