package com.countermark.client.transport;

import com.countermark.client.errors.CountermarkError;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;

/** JSON as the API writes and reads it: times are RFC 3339 with an offset, nulls are not sent. */
public final class Json {
  private static final ObjectMapper MAPPER = mapper();

  private Json() {}

  /** Write an object as the bytes of a body. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException error) {
      throw new IllegalArgumentException("This cannot be written as JSON: " + error.getOriginalMessage(), error);
    }
  }

  /** Read an answer. Throws {@link CountermarkError} when it is not what it should be. */
  public static <T> T read(byte[] data, Class<T> type) {
    try {
      return MAPPER.readValue(data, type);
    } catch (IOException error) {
      String words = error instanceof JsonProcessingException told ? told.getOriginalMessage() : error.getMessage();
      throw new CountermarkError("The answer is not a " + type.getSimpleName() + ": " + words, error);
    }
  }

  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Make one object of another, by their JSON. */
  public static <T> T convert(Object value, Class<T> type) {
    return MAPPER.convertValue(value, type);
  }

  private static ObjectMapper mapper() {
    SimpleModule times = new SimpleModule("countermark-times");
    times.addSerializer(OffsetDateTime.class, new Written<>(DateTimeFormatter.ISO_OFFSET_DATE_TIME::format));
    times.addSerializer(LocalDate.class, new Written<>(LocalDate::toString));
    times.addDeserializer(OffsetDateTime.class, new Read<>(OffsetDateTime::parse));
    times.addDeserializer(LocalDate.class, new Read<>(LocalDate::parse));
    return JsonMapper.builder()
        .addModule(times)
        .defaultPropertyInclusion(JsonInclude.Value.empty().withValueInclusion(JsonInclude.Include.NON_NULL))
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  private interface Writer<T> {
    String text(T value);
  }

  private interface Reader<T> {
    T value(String text);
  }

  private static final class Written<T> extends JsonSerializer<T> {
    private final Writer<T> writer;

    Written(Writer<T> writer) {
      this.writer = writer;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
      out.writeString(writer.text(value));
    }
  }

  private static final class Read<T> extends JsonDeserializer<T> {
    private final Reader<T> reader;

    Read(Reader<T> reader) {
      this.reader = reader;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      String text = in.getValueAsString();
      try {
        return reader.value(text);
      } catch (DateTimeException error) {
        throw JsonMappingException.from(in, "this is no time: " + text, error);
      }
    }
  }
}
