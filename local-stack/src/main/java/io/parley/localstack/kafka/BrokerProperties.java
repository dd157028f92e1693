package io.parley.localstack.kafka;

import java.nio.file.Path;
import java.util.Properties;

/** Settings of one small broker: few threads, little memory, one copy of everything. */
final class BrokerProperties {
  private BrokerProperties() {}

  static Properties of(Path folder, int port, int controllerPort) {
    Properties properties = new Properties();
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", "1");
    properties.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    properties.setProperty("log.dirs", folder.resolve("log").toString());

    // A mistyped topic name must fail instead of creating a topic that nobody reads.
    properties.setProperty("auto.create.topics.enable", "false");
    properties.setProperty("offsets.topic.num.partitions", "1");
    properties.setProperty("offsets.topic.replication.factor", "1");
    properties.setProperty("transaction.state.log.num.partitions", "1");
    properties.setProperty("transaction.state.log.replication.factor", "1");
    properties.setProperty("transaction.state.log.min.isr", "1");
    properties.setProperty("share.coordinator.state.topic.num.partitions", "1");
    properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
    properties.setProperty("share.coordinator.state.topic.min.isr", "1");
    // Everyone joins at once on one machine: waiting for more members only delays the start.
    properties.setProperty("group.initial.rebalance.delay.ms", "0");

    // After a kill -9 the controller keeps the old broker's place until its session ends.
    properties.setProperty("broker.session.timeout.ms", "3000");
    properties.setProperty("broker.heartbeat.interval.ms", "500");

    // The only voter need not wait for others before it leads.
    properties.setProperty("controller.quorum.election.timeout.ms", "100");
    properties.setProperty("controller.quorum.election.backoff.max.ms", "50");

    properties.setProperty("group.coordinator.threads", "1");
    properties.setProperty("share.coordinator.threads", "1");
    properties.setProperty("num.network.threads", "1");
    properties.setProperty("num.io.threads", "2");
    properties.setProperty("num.replica.fetchers", "1");
    // Fetches that were answered stay in memory until so many are: with the default of 1,000 they
    // outlive many collections, each of which copies them while nothing is delivered.
    properties.setProperty("fetch.purgatory.purge.interval.requests", "50");
    properties.setProperty("producer.purgatory.purge.interval.requests", "50");
    properties.setProperty("num.recovery.threads.per.data.dir", "2");
    properties.setProperty("background.threads", "2");
    properties.setProperty("log.cleaner.threads", "1");
    properties.setProperty("log.cleaner.dedupe.buffer.size", "2097152");
    properties.setProperty("log.cleaner.io.buffer.size", "131072");
    properties.setProperty("log.index.size.max.bytes", "1048576");
    properties.setProperty("log.segment.bytes", "67108864");
    properties.setProperty("metadata.log.segment.bytes", "16777216");
    return properties;
  }
}
