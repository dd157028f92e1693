package io.parley.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.localstack.kafka.KafkaBroker;
import io.parley.localstack.postgres.PostgresServer;
import io.parley.localstack.process.Await;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults that tests of other modules inject, seen from outside. */
class FaultTest {
  private static final Infrastructure INFRASTRUCTURE = Infrastructure.start();

  @ParameterizedTest
  @ValueSource(strings = {"kill", "stop", "stop-immediately"})
  void whatWasCommittedSurvivesTheEndOfTheDatabase(String fault) throws SQLException {
    // Given
    PostgresServer postgres = INFRASTRUCTURE.postgres();
    String table = "kept_" + fault.replace('-', '_');
    execute("CREATE TABLE " + table + " AS SELECT 42 AS answer");

    // When
    switch (fault) {
      case "kill" -> postgres.kill();
      case "stop" -> postgres.stop();
      default -> postgres.stopImmediately();
    }
    boolean gone = !postgres.isAlive() && !Await.accepts(postgres.port());
    postgres.start();

    // Then
    assertThat(gone).isTrue();
    assertThat(query("SELECT answer FROM " + table)).isEqualTo("42");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill", "stop"})
  void topicsSurviveTheEndOfTheBroker(String fault) throws Exception {
    // Given
    KafkaBroker kafka = INFRASTRUCTURE.kafka();
    String topic = "kept-" + UUID.randomUUID();
    try (Admin admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(20, TimeUnit.SECONDS);
    }

    // When
    if (fault.equals("kill")) {
      kafka.kill();
    } else {
      kafka.stop();
    }
    boolean gone = !kafka.isAlive() && !kafka.isReady();
    kafka.start();

    // Then
    assertThat(gone).isTrue();
    try (Admin admin = admin()) {
      assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS)).contains(topic);
    }
  }

  @Test
  void aPausedBrokerAnswersNothingUntilItIsResumed() throws Exception {
    // Given
    KafkaBroker kafka = INFRASTRUCTURE.kafka();
    try (Admin admin = admin()) {
      admin.listTopics().names().get(20, TimeUnit.SECONDS);

      // When
      kafka.pause();
      var asked = admin.listTopics().names();
      boolean answeredWhilePaused = Await.until(Duration.ofSeconds(1), asked::isDone);
      kafka.resume();

      // Then
      assertThat(answeredWhilePaused).isFalse();
      assertThat(asked.get(30, TimeUnit.SECONDS)).contains("message-sent");
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", INFRASTRUCTURE.bootstrapServers()));
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        INFRASTRUCTURE.jdbcUrl("parley_analytics"), PostgresServer.USER, PostgresServer.PASSWORD);
  }
}
