package io.parley.e2e.privacy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Everything that a suite keeps, searched for words: all rows of all tables of all databases as
 * text, all files of the store by name and content, all records of all topics from the beginning,
 * and the logs of all processes.
 */
final class Everywhere {
  private static final List<String> DATABASES =
      List.of("parley_conversation", "parley_attachment", "parley_analytics");

  private final Stack stack;
  private final List<String> words;
  private final Set<String> places = new TreeSet<>();

  private Everywhere(Stack stack, List<String> words) {
    this.stack = stack;
    this.words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }

  /** Where which of the words is, as {@code PLACE: WORD}, whatever their case. */
  static Set<String> search(Stack stack, String... words) {
    Everywhere search = new Everywhere(stack, List.of(words));
    search.databases();
    search.files("attachments", "store");
    search.files("logs", "logs");
    search.topics();
    stack.output().forEach(line -> search.look("output", line));
    return search.places;
  }

  private void look(String place, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String word : words) {
      if (lower.contains(word)) {
        places.add(place + ": " + word);
      }
    }
  }

  private void databases() {
    for (String database : DATABASES) {
      String url = stack.jdbcUrl().replace("parley_conversation", database);
      try (Connection connection = DriverManager.getConnection(url, "parley", "parley")) {
        for (String table : tables(connection)) {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
            while (rows.next()) {
              look("database " + database + " " + table, rows.getString(1));
            }
          }
        }
      } catch (SQLException e) {
        throw new IllegalStateException("Cannot read " + database, e);
      }
    }
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
                WHERE schemaname NOT IN ('pg_catalog', 'information_schema')""")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  private void files(String folder, String place) {
    try (Stream<Path> files = Files.walk(stack.data().resolve(folder))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        look(place, file.getFileName().toString());
        look(place, new String(Files.readAllBytes(file), ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void topics() {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            stack.bootstrapServers(),
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false);
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.listTopics().entrySet().stream()
              .filter(topic -> !topic.getKey().startsWith("__"))
              .flatMap(topic -> topic.getValue().stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofSeconds(1)).forEach(this::look);
      }
    }
  }

  private void look(ConsumerRecord<byte[], byte[]> each) {
    String place = "topic " + each.topic();
    look(place, text(each.key()));
    look(place, text(each.value()));
    for (Header header : each.headers()) {
      look(place, text(header.value()));
    }
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}
