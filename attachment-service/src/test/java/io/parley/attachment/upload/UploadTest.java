package io.parley.attachment.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.parley.attachment.Client;
import io.parley.attachment.LocalInfrastructure;
import io.parley.attachment.Samples;
import io.parley.localstack.process.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class UploadTest {
  private static final Path STAGING = Path.of("target/attachments/staging");

  @TestHTTPResource("/api/attachments")
  URI uploads;

  @ParameterizedTest
  @CsvSource({
    "photo.png, image/png",
    "photo.jpg, image/jpeg",
    "photo.jpeg, image/jpeg",
    "turn.gif, image/gif",
    "clip.mov, video/quicktime",
    "clip.m4v, video/x-m4v",
    "clip.mp4, video/mp4",
    "letter.odt, application/vnd.oasis.opendocument.text",
    "slides.ppt, application/vnd.ms-powerpoint",
    "receipt.txt, text/plain;charset=UTF-8",
    "letter.doc, application/msword",
    "letter.pdf, application/pdf"
  })
  void eachOfTheTwelveIsStoredInEitherForm(String name, String mediaType) {
    // Given
    byte[] content = Samples.good(name);

    // When
    Response raw = Client.upload("follower-1", name, content);
    Response form =
        Client.as("follower-1").multiPart("file", name, content).post("/api/attachments");

    // Then
    raw.then()
        .statusCode(201)
        .body("mediaType", equalTo(mediaType))
        .body("fileName", equalTo(name));
    form.then().statusCode(201).body("sha256", equalTo(raw.path("sha256")));
    byte[] read = Client.as("follower-1").get(raw.header("Location") + "/content").asByteArray();
    if (!mediaType.startsWith("image")) {
      assertThat(read).isEqualTo(content);
    }
  }

  @Test
  void anUploadAtTheLimitIsStored() {
    // Given
    byte[] content = new byte[10_485_760];
    Arrays.fill(content, (byte) 'a');

    // When
    Response response = Client.upload("follower-1", "a.txt", content);

    // Then
    response.then().statusCode(201).body("size", equalTo(10_485_760));
  }

  @Test
  void foldersAndMarksOfDirectionAreLeftOutOfTheName() {
    // Given
    String header = "attachment; filename*=UTF-8''..%2F..%5Cfolder%2Finvoice%E2%80%AEfdp.txt";

    // When
    Response response =
        Client.as("follower-1")
            .header("Content-Disposition", header)
            .body("Hello".getBytes(StandardCharsets.UTF_8))
            .contentType("application/octet-stream")
            .post("/api/attachments");

    // Then
    response.then().statusCode(201).body("fileName", equalTo("invoicefdp.txt"));
  }

  @Test
  void whereAPhotoWasTakenIsNotStored() {
    // Given
    byte[] photo = Samples.good("located.jpg");

    // When
    String id = Client.stored("follower-1", "photo.jpg", photo);

    // Then
    byte[] read = Client.as("follower-1").get("/api/attachments/" + id + "/content").asByteArray();
    assertThat(new String(read, StandardCharsets.ISO_8859_1)).doesNotContain("GPS", "Somebody");
    Client.as("follower-1")
        .get("/api/attachments/" + id)
        .then()
        .body("width", equalTo(200))
        .body("height", equalTo(320))
        .body("size", equalTo(read.length));
  }

  @Test
  void whatIsLongerThanItSaysIsCutOffWithoutReadingOn() throws Exception {
    // Given a client that says nothing of the length and sends without end
    String head =
        """
        POST /api/attachments HTTP/1.1
        Host: localhost
        Authorization: Bearer %s
        Content-Disposition: attachment; filename="a.txt"
        Content-Type: application/octet-stream
        Transfer-Encoding: chunked

        """
            .formatted(Client.token("follower-1"))
            .replace("\n", "\r\n");
    byte[] chunk = ("10000\r\n" + "a".repeat(65_536) + "\r\n").getBytes(StandardCharsets.US_ASCII);

    // When
    String answer;
    long sent = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uploads.getPort())) {
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      while (in.available() == 0 && sent < 100_000_000) {
        out.write(chunk);
        sent += 65_536;
      }
      answer = new String(in.readNBytes(40), StandardCharsets.US_ASCII);
    }

    // Then
    assertThat(answer).startsWith("HTTP/1.1 413");
    assertThat(sent).isLessThan(30_000_000);
    assertThat(Await.until(Duration.ofSeconds(10), UploadTest::stagingIsEmpty)).isTrue();
  }

  @Test
  void anUploadThatIsBrokenOffLeavesNothing() throws Exception {
    // Given
    String head =
        """
        POST /api/attachments HTTP/1.1
        Host: localhost
        Authorization: Bearer %s
        Content-Disposition: attachment; filename="a.txt"
        Content-Type: application/octet-stream
        Content-Length: 1000000

        half of it"""
            .formatted(Client.token("follower-1"))
            .replace("\n", "\r\n");

    // When
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uploads.getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(Await.until(Duration.ofSeconds(10), () -> !stagingIsEmpty())).isTrue();
    }

    // Then
    assertThat(Await.until(Duration.ofSeconds(10), UploadTest::stagingIsEmpty)).isTrue();
  }

  private static boolean stagingIsEmpty() {
    String[] files = STAGING.toFile().list();
    return files != null && files.length == 0;
  }
}
