package io.parley.analytics.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Columns of many rows as array parameters, which {@code unnest} turns back into rows. */
final class Sql {
  private final Connection connection;
  private final PreparedStatement statement;
  private int index;

  Sql(Connection connection, PreparedStatement statement) {
    this.connection = connection;
    this.statement = statement;
  }

  <T> Sql texts(Collection<T> rows, Function<T, String> field) throws SQLException {
    return set("text", rows.stream().map(field).toArray(String[]::new));
  }

  <T> Sql uuids(Collection<T> rows, Function<T, UUID> field) throws SQLException {
    return set("uuid", rows.stream().map(field).toArray(UUID[]::new));
  }

  /** Whole numbers that may be null. */
  <T> Sql longs(Collection<T> rows, Function<T, Long> field) throws SQLException {
    return set("int8", rows.stream().map(field).toArray(Long[]::new));
  }

  /** Whole numbers. */
  <T> Sql numbers(Collection<T> rows, ToLongFunction<T> field) throws SQLException {
    return set("int8", rows.stream().mapToLong(field).boxed().toArray(Long[]::new));
  }

  <T> Sql booleans(Collection<T> rows, Function<T, Boolean> field) throws SQLException {
    return set("bool", rows.stream().map(field).toArray(Boolean[]::new));
  }

  Sql text(String value) throws SQLException {
    statement.setString(++index, value);
    return this;
  }

  Sql number(long value) throws SQLException {
    statement.setLong(++index, value);
    return this;
  }

  Sql bytes(byte[] value) throws SQLException {
    statement.setBytes(++index, value);
    return this;
  }

  private Sql set(String type, Object[] elements) throws SQLException {
    statement.setArray(++index, connection.createArrayOf(type, elements));
    return this;
  }
}
