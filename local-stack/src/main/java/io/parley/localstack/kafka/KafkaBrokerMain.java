package io.parley.localstack.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;

/**
 * The broker's JVM. Arguments: folder, client port, controller port. Writes its pid to {@value
 * #READY_FILE} in the folder once clients are served and every topic exists.
 */
public final class KafkaBrokerMain {
  static final String READY_FILE = "ready";

  private KafkaBrokerMain() {}

  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.WARNING);
    Path folder = Path.of(args[0]);
    int port = Integer.parseInt(args[1]);
    int controllerPort = Integer.parseInt(args[2]);
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve(READY_FILE));

    Properties properties = BrokerProperties.of(folder, port, controllerPort);
    if (!Files.exists(folder.resolve("log").resolve("meta.properties"))) {
      format(folder, properties);
    }
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
    server.startup();
    createMissingTopics("127.0.0.1:" + port);
    Files.writeString(folder.resolve(READY_FILE), Long.toString(ProcessHandle.current().pid()));
    server.awaitShutdown();
  }

  private static void format(Path folder, Properties properties) throws IOException {
    Path file = folder.resolve("server.properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    int result =
        StorageTool.execute(
            new String[] {
              "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
            },
            System.out);
    if (result != 0) {
      throw new IOException("Kafka could not format " + folder);
    }
  }

  private static void createMissingTopics(String bootstrapServers)
      throws ExecutionException, InterruptedException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      Set<String> existing = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>(LocalTopics.all());
      missing.removeIf(topic -> existing.contains(topic.name()));
      if (!missing.isEmpty()) {
        try {
          admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
          // A client may have been faster; any other failure must be seen.
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw e;
          }
        }
      }
    }
  }
}
