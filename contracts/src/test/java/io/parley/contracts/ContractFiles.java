package io.parley.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.parley.contracts.event.AttachmentStored;
import io.parley.contracts.event.ChannelChatChanged;
import io.parley.contracts.event.ConversationEvent;
import io.parley.contracts.event.ConversationSignal;
import io.parley.contracts.event.EngagementRecorded;
import io.parley.contracts.socket.ClientFrame;
import io.parley.contracts.socket.ServerFrame;
import io.parley.contracts.topic.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The schemas and golden samples, and the Java type that each name stands for. */
final class ContractFiles {
  static final Path RESOURCES = Path.of("src/main/resources");
  static final Path GOLDEN = RESOURCES.resolve("golden");
  static final Path DOCS = Path.of("../docs");

  /** Log events travel on the socket as they are stored; no record of their own. */
  static final String EVENT_FRAME = "server-event.v1";

  private static final ObjectMapper PLAIN = new ObjectMapper();

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private ContractFiles() {}

  /** Every contract by name, with the type it is read into. */
  static Map<String, Class<?>> contracts() {
    Map<String, Class<?>> all = new LinkedHashMap<>();
    for (Topic topic : Topic.values()) {
      all.put(topic.eventType(), typeOf(topic));
    }
    subTypes(ClientFrame.class)
        .forEach((name, type) -> all.put("client-" + name + ".v1", ClientFrame.class));
    subTypes(ServerFrame.class)
        .forEach((name, type) -> all.put("server-" + name + ".v1", ServerFrame.class));
    all.put(EVENT_FRAME, ConversationEvent.class);
    return all;
  }

  private static Class<?> typeOf(Topic topic) {
    return switch (topic) {
      case CONVERSATION_OPENED,
          MESSAGE_SENT,
          CONVERSATION_TAKEN,
          CONVERSATION_FINISHED,
          MESSAGE_DELETED,
          NOTE_ADDED,
          CONVERSATION_TRANSFERRED,
          CONVERSATION_ERASED ->
          ConversationEvent.class;
      case CHANNEL_CHAT_CHANGED -> ChannelChatChanged.class;
      case ATTACHMENT_STORED -> AttachmentStored.class;
      case ENGAGEMENT_RECORDED -> EngagementRecorded.class;
      case CONVERSATION_SIGNALS -> ConversationSignal.class;
    };
  }

  /** The records of a sealed interface by the names that their JSON carries. */
  static Map<String, Class<?>> subTypes(Class<?> sealed) {
    Map<String, Class<?>> types = new LinkedHashMap<>();
    for (JsonSubTypes.Type type : sealed.getAnnotation(JsonSubTypes.class).value()) {
      types.put(type.name(), type.value());
    }
    return types;
  }

  /** All golden samples as {@code contract/variant}. */
  static Stream<String> goldenNames() {
    return list(GOLDEN)
        .filter(Files::isDirectory)
        .flatMap(ContractFiles::list)
        .map(file -> GOLDEN.relativize(file).toString().replace(".json", ""))
        .sorted();
  }

  static String contractOf(String goldenName) {
    return goldenName.substring(0, goldenName.indexOf('/'));
  }

  static Class<?> typeOf(String goldenName) {
    return contracts().get(contractOf(goldenName));
  }

  static String golden(String goldenName) {
    return read(GOLDEN.resolve(goldenName + ".json"));
  }

  static JsonNode json(String text) {
    try {
      return PLAIN.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode schemaText(String name) {
    return json(read(RESOURCES.resolve("schema/" + name + ".json")));
  }

  /** What the strict schema has against a JSON document; empty when it is valid. */
  static List<String> violations(String contract, JsonNode document) {
    Schema schema = SCHEMAS.getSchema(SchemaLocation.of("classpath:schema/" + contract + ".json"));
    return schema.validate(document).stream().map(Error::toString).toList();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return Arrays.stream(files.toArray(Path[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
