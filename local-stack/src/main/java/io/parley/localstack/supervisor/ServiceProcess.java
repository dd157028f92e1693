package io.parley.localstack.supervisor;

import io.parley.localstack.process.Await;
import io.parley.localstack.process.ChildJvm;
import io.parley.localstack.process.ManagedProcess;
import io.parley.localstack.process.ProcessSpec;
import io.parley.localstack.process.StackException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One instance of a service as a child JVM.
 *
 * @param service which one
 * @param instance name of this instance, also of its pid file
 */
record ServiceProcess(String service, String instance, int port, Path jar, ManagedProcess process) {
  /** In the order in which they are shown. */
  static final List<String> NAMES =
      List.of(
          "conversation-service", "messaging-gateway", "attachment-service", "analytics-service");

  static ServiceProcess of(
      Options options, String service, int number, int port, Map<String, String> settings) {
    String instance = number == 1 ? service : service + "-" + number;
    Path jar = options.home().resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
    String mark = options.data().resolve("run").resolve(instance).toString();
    List<String> command = new ArrayList<>();
    command.add(ChildJvm.java());
    command.addAll(JvmOptions.service(options, service));
    command.add("-Dparley.instance=" + mark);
    command.addAll(List.of("-jar", jar.toString()));
    Map<String, String> environment = new TreeMap<>(settings);
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    // A message wakes up every thread that it passes, and all processes share these cores.
    environment.put("QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE", Integer.toString(eventLoops()));
    return new ServiceProcess(
        service,
        instance,
        port,
        jar,
        new ManagedProcess(
            ProcessSpec.in(
                options.data(),
                instance,
                ManagedProcess.dyingWithParent("SIGTERM", command),
                environment,
                mark)));
  }

  private static int eventLoops() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /** Whether it is its service's first instance. */
  boolean isFirst() {
    return instance.equals(service);
  }

  void requireBuilt() {
    if (!Files.isRegularFile(jar)) {
      throw new StackException(
          service + " is not built, " + jar + " is missing: ./parley up builds what is missing");
    }
  }

  boolean isReady(HttpClient client) {
    return Await.answersOk(client, URI.create("http://127.0.0.1:" + port + "/q/health/ready"));
  }
}
