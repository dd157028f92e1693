package io.parley.bench.scenario;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** nginx with {@code dav_methods PUT} on a free port, for as long as it is open. */
final class Nginx implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final Process process;
  private final Path folder;
  private final int port;

  private Nginx(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  static Nginx start() throws IOException {
    Path program =
        Stream.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () -> new IOException("nginx is not installed (Debian: apt-get install nginx)"));
    Path folder = Files.createTempDirectory("parley-nginx-");
    Files.createDirectories(folder.resolve("data"));
    Files.createDirectories(folder.resolve("logs"));
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            worker_processes 2;
            pid %1$s/nginx.pid;
            error_log %1$s/logs/error.log;
            %3$s
            events { worker_connections 1024; }
            http {
              access_log off;
              sendfile on;
              client_max_body_size 0;
              client_body_temp_path %1$s/body;
              server {
                listen 127.0.0.1:%2$d;
                root %1$s/data;
                location / { dav_methods PUT; }
              }
            }
            """
                .formatted(
                    folder,
                    port,
                    "root".equals(System.getProperty("user.name")) ? "user root;" : ""));
    Process process =
        new ProcessBuilder(
                List.of(program.toString(), "-p", folder.toString(), "-c", config.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("logs/out.log").toFile())
            .start();
    Nginx nginx = new Nginx(process, folder, port);
    nginx.awaitReady();
    return nginx;
  }

  int port() {
    return port;
  }

  /** Stores a file under a name. */
  static String put(HttpConnection connection, String name, byte[] content) throws IOException {
    connection.send(
        "PUT /%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
            .formatted(name, content.length));
    connection.send(content, 0, content.length);
    return connection.answer(201);
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          close();
          throw new IOException("nginx does not start, see " + folder, e);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
