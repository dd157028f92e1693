package io.parley.attachment.download;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.attachment.Client;
import io.parley.attachment.LocalInfrastructure;
import io.parley.attachment.Samples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class DownloadTest {
  private static final byte[] FILE = Samples.good("letter.pdf");
  private static int ran;

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 206, 0, 10",
    "bytes=100-, 206, 100, -1",
    "bytes=-5, 206, -5, 5",
    "bytes=0-0, 206, 0, 1",
    "bytes=0-99999999, 206, 0, -1",
    "'bytes=0-1,5-6', 200, 0, -1",
    "bytes=9-1, 200, 0, -1",
    "rows=0-1, 200, 0, -1",
    "bytes=-, 200, 0, -1"
  })
  void aRangeIsAnsweredWithItsBytes(String range, int status, int from, int length) {
    // Given
    String id = Client.stored("follower-1", "letter.pdf", FILE);

    // When
    Response response =
        Client.as("follower-1").header("Range", range).get("/api/attachments/" + id + "/content");

    // Then
    int start = from < 0 ? FILE.length + from : from;
    int end = length < 0 ? FILE.length : start + length;
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.asByteArray()).isEqualTo(Arrays.copyOfRange(FILE, start, end));
    if (status == 206) {
      assertThat(response.header("Content-Range"))
          .isEqualTo("bytes %d-%d/%d".formatted(start, end - 1, FILE.length));
    }
  }

  @Test
  void whatTheClientHasIsNotSentAgain() {
    // Given
    String id = Client.stored("follower-1", "letter.pdf", FILE);
    Response first = Client.as("follower-1").get("/api/attachments/" + id + "/content");

    // When
    Response byTag =
        Client.as("follower-1")
            .header("If-None-Match", "\"other\", W/" + first.header("ETag"))
            .get("/api/attachments/" + id + "/content");
    Response byDate =
        Client.as("follower-1")
            .header("If-Modified-Since", first.header("Last-Modified"))
            .get("/api/attachments/" + id + "/content");
    Response ofAnother =
        Client.as("follower-1")
            .header("If-Range", "\"other\"")
            .header("Range", "bytes=0-9")
            .get("/api/attachments/" + id + "/content");

    // Then
    assertThat(byTag.statusCode()).isEqualTo(304);
    assertThat(byDate.statusCode()).isEqualTo(304);
    assertThat(ofAnother.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "photo.jpg, image/jpeg, inline", "clip.mp4, video/mp4, inline",
    "letter.pdf, application/pdf, attachment", "receipt.txt, text/plain;charset=UTF-8, attachment"
  })
  void aBrowserIsToldToRunNothing(String name, String mediaType, String disposition) {
    // Given
    String id = Client.stored("follower-1", name, Samples.good(name));

    // When
    Response response = Client.as("follower-1").head("/api/attachments/" + id + "/content");

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.header("Content-Type")).isEqualTo(mediaType);
    assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.header("Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
    assertThat(response.header("Content-Disposition"))
        .isEqualTo("%s; filename=\"%s\"; filename*=UTF-8''%s".formatted(disposition, name, name));
  }

  @Test
  void aSignedLinkNeedsNoToken() {
    // Given
    Response stored = Client.upload("follower-1", "letter.pdf", FILE);

    // When
    Response response = given().urlEncodingEnabled(false).get(stored.<String>path("contentUrl"));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.asByteArray()).isEqualTo(FILE);
  }

  @ParameterizedTest(name = "{0} gets {1}")
  @MethodSource("bad")
  void aBadDownloadIsRefused(String what, int status, String code, Download download) {
    // Given
    Response stored = Client.upload("follower-1", "photo.jpg", Samples.good("photo.jpg"));
    ran++;

    // When
    Response response = download.of(stored);

    // Then
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    assertThat(response.jsonPath().getString("code")).isEqualTo(code);
    assertThat(response.header("Content-Disposition")).isNull();
  }

  /** How a case asks for a file that follower-1 has uploaded. */
  interface Download {
    Response of(Response stored);
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        bad("another follower", 404, "not-found", stored -> content("follower-2", stored)),
        bad("an agent, before it is sent", 404, "not-found", stored -> content("agent-1", stored)),
        bad("an agent of another channel", 404, "not-found", stored -> content("agent-3", stored)),
        bad("a service", 403, "forbidden", stored -> content("messaging-gateway", stored)),
        bad(
            "nobody",
            401,
            "unauthenticated",
            stored -> given().get(stored.header("Location") + "/content")),
        bad(
            "an expired token",
            401,
            "unauthenticated",
            stored ->
                given()
                    .auth()
                    .oauth2(
                        io.parley.localstack.Infrastructure.start()
                            .token("follower-1", java.time.Duration.ofHours(-1)))
                    .get(stored.header("Location") + "/content")),
        bad(
            "a token in the query",
            401,
            "unauthenticated",
            stored ->
                given()
                    .get(
                        stored.header("Location")
                            + "/content?access_token="
                            + Client.token("follower-1"))),
        bad(
            "no such file",
            404,
            "not-found",
            stored ->
                Client.as("follower-1").get("/api/attachments/" + UUID.randomUUID() + "/content")),
        bad(
            "an id that is none",
            404,
            "not-found",
            stored -> Client.as("follower-1").get("/api/attachments/1/content")),
        bad(
            "a link with another signature",
            403,
            "link-invalid",
            stored -> link(stored, "signature=.*", "signature=AAAA")),
        bad(
            "a link with a later end",
            403,
            "link-invalid",
            stored -> link(stored, "expires=\\d+", "expires=9999999999")),
        bad(
            "a link with an end that is no number",
            403,
            "link-invalid",
            stored -> link(stored, "expires=\\d+", "expires=x")),
        bad(
            "a link without an end",
            403,
            "link-invalid",
            stored -> link(stored, "expires=\\d+&", "")),
        bad(
            "a link of another file",
            403,
            "link-invalid",
            stored -> link(stored, "attachments/[^/]+", "attachments/" + UUID.randomUUID())),
        bad(
            "a link of another view",
            403,
            "link-invalid",
            stored -> link(stored, "/content", "/thumbnail")),
        bad(
            "a range beyond the end",
            416,
            "range-not-satisfiable",
            stored ->
                Client.as("follower-1")
                    .header("Range", "bytes=9999999-")
                    .get(stored.header("Location") + "/content")),
        bad(
            "the thumbnail of a document",
            404,
            "not-found",
            stored ->
                Client.as("follower-1")
                    .get(
                        "/api/attachments/"
                            + Client.stored("follower-1", "letter.pdf", FILE)
                            + "/thumbnail")),
        bad(
            "an unknown address",
            404,
            "not-found",
            stored -> Client.as("follower-1").get(stored.header("Location") + "/other")));
  }

  @Test
  void aThousandRangesAreAnsweredOnceWithAll() {
    // Given
    String id = Client.stored("follower-1", "letter.pdf", FILE);
    String ranges =
        IntStream.range(0, 1_000).mapToObj(i -> i + "-" + i).collect(Collectors.joining(","));

    // When
    Response response =
        Client.as("follower-1")
            .header("Range", "bytes=" + ranges)
            .get("/api/attachments/" + id + "/content");

    // Then: all of it once, or a header that is too long
    assertThat(response.statusCode()).isIn(200, 431);
    assertThat(response.asByteArray().length).isLessThanOrEqualTo(FILE.length);
  }

  @AfterAll
  static void tell() {
    System.out.println("Bad downloads: " + ran + " cases ran");
  }

  private static Arguments bad(String what, int status, String code, Download download) {
    return Arguments.of(what, status, code, download);
  }

  private static Response content(String person, Response stored) {
    return Client.as(person).get(stored.header("Location") + "/content");
  }

  private static Response link(Response stored, String part, String replaced) {
    return given()
        .urlEncodingEnabled(false)
        .get(stored.<String>path("contentUrl").replaceFirst(part, replaced));
  }
}
