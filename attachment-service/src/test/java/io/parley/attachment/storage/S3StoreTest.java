package io.parley.attachment.storage;

import io.parley.localstack.process.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Against a real server that speaks S3, in a process of its own. */
class S3StoreTest extends AbstractStoreTest {
  private static final String BUCKET = "parley-attachments";
  private static Process server;
  private static int port;

  @TempDir static Path serverFolder;

  private S3AsyncClient client;

  @BeforeAll
  static void startServer() throws IOException {
    port = Await.freePorts(1).getFirst();
    Path properties =
        Files.write(
            serverFolder.resolve("s3proxy.conf"),
            List.of(
                "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.authorization=aws-v2-or-v4",
                "s3proxy.identity=test",
                "s3proxy.credential=test-secret",
                "jclouds.provider=filesystem-nio2",
                "jclouds.filesystem.basedir="
                    + Files.createDirectory(serverFolder.resolve("data"))));
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                "target/s3proxy.jar",
                "--properties",
                properties.toString())
            .redirectErrorStream(true)
            .redirectOutput(Path.of("target/s3proxy.log").toFile())
            .start();
    if (!Await.until(Duration.ofSeconds(60), S3StoreTest::listens)) {
      throw new IllegalStateException("s3proxy did not start, see target/s3proxy.log");
    }
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test-secret");
    try (S3AsyncClient first = S3Store.client(new Settings(port))) {
      first.createBucket(bucket -> bucket.bucket(BUCKET)).join();
    }
  }

  @AfterAll
  static void stopServer() {
    server.destroyForcibly();
  }

  @Override
  AttachmentStore open(Path folder) {
    client = S3Store.client(new Settings(port));
    return new S3Store(client, BUCKET, new Workers(vertx, 2), vertx);
  }

  @AfterEach
  void closeClient() {
    client.close();
  }

  private static boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private record Settings(int port) implements StorageConfig.S3 {
    @Override
    public String bucket() {
      return BUCKET;
    }

    @Override
    public String region() {
      return "eu-central-1";
    }

    @Override
    public Optional<URI> endpoint() {
      return Optional.of(URI.create("http://127.0.0.1:" + port));
    }

    @Override
    public int connections() {
      return 16;
    }
  }
}
