package io.parley.attachment.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.attachment.Client;
import io.parley.attachment.KnownConversations;
import io.parley.attachment.LocalInfrastructure;
import io.parley.attachment.Samples;
import io.parley.attachment.content.BadContent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Uploads that are refused, each with its status and code, and nothing of them left behind. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class BadUploadTest {
  private static final Path STAGING = Path.of("target/attachments/staging");
  private static int ran;

  /** One upload and what it is answered. */
  record Case(String what, Supplier<Response> upload, int status, String code) {
    @Override
    public String toString() {
      return what + " gets " + status;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(contents(), names(), sizes(), requests()).flatMap(each -> each);
  }

  private static Stream<Case> contents() {
    return BadContent.all()
        .map(
            bad ->
                new Case(
                    bad.what(),
                    () -> Client.upload("follower-1", bad.fileName(), bad.bytes()),
                    bad.code().status(),
                    bad.code().code()));
  }

  private static Stream<Case> names() {
    byte[] photo = Samples.good("photo.jpg");
    byte[] text = text("Hello");
    return Stream.of(
        named("an SVG drawing", "a.svg", Samples.bad("drawing.svg"), 415, "file-type-not-allowed"),
        named("a web page", "a.html", text, 415, "file-type-not-allowed"),
        named("a program", "a.exe", text, 415, "file-type-not-allowed"),
        named("a second extension", "photo.jpg.exe", photo, 415, "file-type-not-allowed"),
        named("no extension", "photo", photo, 415, "file-type-not-allowed"),
        named("only an extension", ".jpg", photo, 415, "file-type-not-allowed"),
        named("a trailing dot", "photo.jpg.", photo, 415, "file-type-not-allowed"),
        named("a path to a program", "../../bin/sh", photo, 415, "file-type-not-allowed"),
        named("a hidden extension", "photo\u202Egpj.exe", photo, 415, "file-type-not-allowed"),
        named("NUL in the name", "photo.jpg%00.txt", text, 400, "file-name-invalid"),
        named("CR and LF in the name", "a%0D%0AX-Evil: 1.txt", text, 400, "file-name-invalid"),
        named("a folder and no name", "folder/", text, 400, "file-name-invalid"),
        named("a name without end", "a".repeat(300) + ".txt", text, 400, "file-name-invalid"),
        named("half a character", "%ED%A0%80.txt", text, 400, "malformed-request"),
        named("no name", "", text, 400, "file-name-invalid"));
  }

  private static Stream<Case> sizes() {
    byte[] over = new byte[10_485_761];
    Arrays.fill(over, (byte) 'a');
    return Stream.of(
        named("a byte over the limit", "a.txt", over, 413, "attachment-too-large"),
        new Case(
            "a byte over the limit, in a form",
            () -> Client.as("follower-1").multiPart("file", "a.txt", over).post("/api/attachments"),
            413,
            "attachment-too-large"));
  }

  private static Stream<Case> requests() {
    return Stream.of(
        new Case(
            "a form without a file",
            () -> Client.as("follower-1").multiPart("text", "no file").post("/api/attachments"),
            400,
            "malformed-request"),
        new Case(
            "a form without a boundary",
            () ->
                Client.as("follower-1")
                    .header("Content-Type", "multipart/form-data")
                    .body(text("x"))
                    .post("/api/attachments"),
            400,
            "malformed-request"),
        new Case(
            "an agent that names no conversation",
            () -> post(Client.as("agent-1")),
            400,
            "malformed-request"),
        new Case(
            "an agent of another channel",
            () -> post(Client.as("agent-3").queryParam("conversationId", KnownConversations.ID)),
            404,
            "not-found"),
        new Case(
            "a conversation that is none",
            () -> post(Client.as("agent-1").queryParam("conversationId", "x")),
            404,
            "not-found"),
        new Case(
            "a follower in a channel of others",
            () -> post(Client.as("follower-1").queryParam("channelId", "other")),
            404,
            "not-found"),
        new Case(
            "a follower of two channels that names none",
            () -> post(Client.as("both-follower-1")),
            400,
            "malformed-request"),
        new Case("nobody", () -> post(io.restassured.RestAssured.given()), 401, "unauthenticated"),
        new Case("a service", () -> post(Client.as("messaging-gateway")), 403, "forbidden"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void aBadUploadIsRefused(Case bad) {
    // Given what the case brings
    ran++;

    // When
    Response response = bad.upload().get();

    // Then
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(bad.status());
    assertThat(response.contentType()).isEqualTo("application/problem+json");
    assertThat(response.jsonPath().getString("code")).isEqualTo(bad.code());
    assertThat(response.jsonPath().getString("detail")).endsWith(".").doesNotContain("Exception");
    assertThat(staged()).isZero();
  }

  @AfterAll
  static void tell() {
    System.out.println("Bad uploads: " + ran + " cases ran");
  }

  private static Case named(String what, String name, byte[] content, int status, String code) {
    String encoded =
        name.contains("%") ? name : java.net.URLEncoder.encode(name, StandardCharsets.UTF_8);
    return new Case(
        what,
        () ->
            Client.as("follower-1")
                .header(
                    "Content-Disposition",
                    "attachment; filename*=UTF-8''"
                        + encoded.replace(" ", "%20").replace(":", "%3A"))
                .contentType("application/octet-stream")
                .body(content)
                .post("/api/attachments"),
        status,
        code);
  }

  private static Response post(RequestSpecification request) {
    return request
        .header("Content-Disposition", "attachment; filename=\"a.txt\"")
        .contentType("application/octet-stream")
        .body(text("Hello"))
        .post("/api/attachments");
  }

  private static long staged() {
    try (Stream<Path> files = Files.list(STAGING)) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
