package io.parley.attachment.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.attachment.Client;
import io.parley.attachment.LocalInfrastructure;
import io.parley.attachment.Samples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a disk of three megabytes that is really full. Only root can make one. */
@QuarkusTest
@TestProfile(FullDiskTest.SmallDisk.class)
@QuarkusTestResource(LocalInfrastructure.class)
class FullDiskTest {
  private static final Path DISK = Path.of("target/small-disk").toAbsolutePath();
  private static boolean mounted;

  @TestHTTPResource("/api/attachments")
  URI uploads;

  /** Nothing is kept free, so that the disk itself says no. */
  public static class SmallDisk implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "parley.attachment.storage.folder",
          DISK.toString(),
          "parley.attachment.storage.minimum-free",
          "0");
    }
  }

  @BeforeAll
  static void mount() throws Exception {
    Files.createDirectories(DISK);
    mounted = run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", DISK.toString());
    Files.createDirectories(DISK.resolve("staging"));
  }

  @AfterAll
  static void unmount() throws Exception {
    if (mounted) {
      run("umount", DISK.toString());
    }
  }

  @Test
  void anUploadThatFillsTheDiskGets507AndLeavesNothing() throws Exception {
    // Given a client that does not say how much will come
    Assumptions.assumeTrue(mounted, "needs root, to mount a small disk");
    byte[] large = new byte[5_000_000];
    Arrays.fill(large, (byte) 'a');
    HttpRequest request =
        HttpRequest.newBuilder(uploads)
            .header("Authorization", "Bearer " + Client.token("follower-1"))
            .header("Content-Disposition", "attachment; filename=\"a.txt\"")
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
            .build();

    // When
    HttpResponse<String> response;
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      response = client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    // Then
    assertThat(response.statusCode()).as(response.body()).isEqualTo(507);
    assertThat(response.body()).contains("storage-full");
    assertThat(response.headers().firstValue("Retry-After")).contains("60");
    try (Stream<Path> staged = Files.list(DISK.resolve("staging"))) {
      assertThat(staged).isEmpty();
    }
    Client.upload("follower-1", "photo.jpg", Samples.good("photo.jpg")).then().statusCode(201);
  }

  @Test
  void anUploadThatCannotFitIsRefusedBeforeItComes() {
    // Given
    Assumptions.assumeTrue(mounted, "needs root, to mount a small disk");
    byte[] large = new byte[5_000_000];
    Arrays.fill(large, (byte) 'a');

    // When
    int status = Client.upload("follower-1", "a.txt", large).statusCode();

    // Then
    assertThat(status).isEqualTo(507);
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }
}
