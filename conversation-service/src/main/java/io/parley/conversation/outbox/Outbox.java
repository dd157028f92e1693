package io.parley.conversation.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Where transactions leave what Kafka is owed. */
@ApplicationScoped
public class Outbox {
  private static final String INSERT = "INSERT INTO outbox (topics, bodies) VALUES ($1, $2)";

  private final RelayBell bell;

  Outbox(RelayBell bell) {
    this.bell = bell;
  }

  /** Adds records, in order, within the transaction that {@code client} is in. */
  public Uni<Void> append(SqlClient client, List<OutboxRecord> records) {
    String[] topics = records.stream().map(r -> r.topic().topicName()).toArray(String[]::new);
    String[] bodies = records.stream().map(OutboxRecord::body).toArray(String[]::new);
    return client
        .preparedQuery(INSERT)
        .execute(Tuple.tuple().addValue(topics).addValue(bodies))
        .replaceWithVoid();
  }

  /** To be called after the commit: the relay looks at once instead of at its next round. */
  public void committed() {
    bell.ring();
  }
}
