package io.parley.e2e.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The migration Jobs of k8s: the image of a service, told to initialise and exit, beside nothing
 * but its database. All services with {@code ./parley test migrations}.
 */
@ExtendWith(SharedStack.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MigrationIT {
  private static final String USER = "parley";

  private final Stack stack;

  MigrationIT(Stack stack) {
    this.stack = stack;
  }

  @ParameterizedTest
  @ValueSource(strings = {"conversation-service", "attachment-service", "analytics-service"})
  void migratesAndEndsTwiceInARow(String service) throws SQLException {
    // Given
    String database = newDatabase(service + "_migrated");
    Map<String, String> environment = environment(database, USER);
    environment.put("QUARKUS_INIT_AND_EXIT", "true");

    // When
    ServiceRun first = ServiceRun.of(service, environment);
    List<String> migrations = migrations(database);
    ServiceRun second = ServiceRun.of(service, environment);

    // Then
    assertThat(first.exitCode()).as(first.text()).isZero();
    assertThat(second.exitCode()).as(second.text()).isZero();
    assertThat(migrations).isNotEmpty().doesNotHaveDuplicates();
    assertThat(migrations(database)).isEqualTo(migrations);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conversation-service", "attachment-service", "analytics-service"})
  void withoutMigrationTheServiceSaysWhatIsMissing(String service) throws SQLException {
    // Given what the Deployments of k8s say
    String database = newDatabase(service + "_empty");
    Map<String, String> environment = environment(database, USER);
    environment.put("QUARKUS_FLYWAY_MIGRATE_AT_START", "false");
    environment.put("QUARKUS_FLYWAY_VALIDATE_AT_START", "true");

    // When
    ServiceRun run = ServiceRun.of(service, environment);

    // Then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.text())
        .contains("Validate failed: Migrations have failed validation")
        .contains("Detected resolved migration not applied to database");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conversation-service", "attachment-service", "analytics-service"})
  void aUserWithoutTheRightsIsToldSo(String service) throws SQLException {
    // Given
    String database = newDatabase(service + "_closed");
    execute("DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN PASSWORD 'parley'");
    Map<String, String> environment = environment(database, "reader");
    environment.put("QUARKUS_INIT_AND_EXIT", "true");

    // When
    ServiceRun run = ServiceRun.of(service, environment);

    // Then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.text()).contains("permission denied for schema public");
  }

  private Map<String, String> environment(String database, String user) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PARLEY_DATABASE_HOST", "127.0.0.1");
    environment.put("PARLEY_DATABASE_PORT", Integer.toString(stack.port() + 5));
    environment.put("PARLEY_DATABASE_NAME", database);
    environment.put("PARLEY_DATABASE_USER", user);
    environment.put("PARLEY_DATABASE_PASSWORD", "parley");
    environment.put("PARLEY_ATTACHMENT_LINK_KEY", "only-for-this-test-only-for-this-test");
    environment.put("QUARKUS_HTTP_PORT", "0");
    return environment;
  }

  private String newDatabase(String name) throws SQLException {
    String database = name.replace('-', '_');
    execute(
        "DROP DATABASE IF EXISTS " + database, "CREATE DATABASE " + database + " OWNER " + USER);
    return database;
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private List<String> migrations(String database) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank")) {
      List<String> versions = new ArrayList<>();
      while (rows.next()) {
        versions.add(rows.getString(1));
      }
      return versions;
    }
  }

  private Connection superuser() throws SQLException {
    try {
      return DriverManager.getConnection(
          address("postgres"),
          "postgres",
          Files.readString(stack.data().resolve("postgres-superuser")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(address(database), USER, "parley");
  }

  private String address(String database) {
    return "jdbc:postgresql://127.0.0.1:" + (stack.port() + 5) + "/" + database;
  }
}
