package io.parley.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class InfrastructureTest {
  private static final Infrastructure INFRASTRUCTURE = Infrastructure.start();

  @Test
  void aServiceCanUseItsDatabase() throws SQLException {
    // Given
    String url = INFRASTRUCTURE.jdbcUrl("parley_conversation");

    // When
    String settings = "";
    try (Connection connection = DriverManager.getConnection(url, "parley", "parley");
        var statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT current_setting('fsync') || ' ' || current_setting('synchronous_commit')"
                    + " || ' ' || current_user")) {
      result.next();
      settings = result.getString(1);
    }

    // Then
    assertThat(settings).isEqualTo("on on parley");
  }

  @Test
  void theBrokerHasEveryTopic() throws Exception {
    // Given
    Map<String, Object> config = Map.of("bootstrap.servers", INFRASTRUCTURE.bootstrapServers());

    // When
    try (Admin admin = Admin.create(config)) {
      var names = admin.listTopics().names().get(10, TimeUnit.SECONDS);

      // Then
      assertThat(names)
          .contains("message-sent", "conversation-signals", "analytics-service-dead-letter");
    }
  }

  @Test
  void aSecondStartFindsTheRunningOnes() {
    // Given
    String servers = INFRASTRUCTURE.bootstrapServers();

    // When
    Infrastructure again = Infrastructure.start();

    // Then
    assertThat(again.bootstrapServers()).isEqualTo(servers);
    assertThat(again.kafka().isReady()).isTrue();
  }
}
