package io.parley.conversation.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.parley.contracts.event.ChatMode;
import io.parley.conversation.Chat;
import io.parley.conversation.LocalInfrastructure;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that mean nothing: each is answered with its problem, and never with 500. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class BadBodyTest {
  @Inject Pool pool;

  private Chat chat;
  private String conversation;

  @BeforeEach
  void aFollowerHasWritten() {
    chat = Chat.inNewChannel(pool, ChatMode.TWO_WAY);
    conversation = chat.writes("f1", "Hello?");
  }

  static Stream<Arguments> messages() {
    return Stream.of(
        bad("", "malformed-request"),
        bad("null", "malformed-request"),
        bad("{", "malformed-request"),
        bad("[]", "malformed-request"),
        bad("\"text\"", "malformed-request"),
        bad("7", "malformed-request"),
        bad("{} {}", "malformed-request"),
        bad("{}", "malformed-request"),
        bad(message("'x':1"), "malformed-request"),
        bad(message("'seq':1"), "malformed-request"),
        bad(message("'sender':{'role':'FOLLOWER','id':'f','name':'F'}"), "malformed-request"),
        bad(message("'text':'a','text':'b'"), "malformed-request"),
        bad(message("'text':1"), "malformed-request"),
        bad(message("'text':true"), "malformed-request"),
        bad(message("'text':['a']"), "malformed-request"),
        bad(message("'text':{'a':1}"), "malformed-request"),
        bad(message("'text':'\\u0000'"), "malformed-request"),
        bad(message("'text':'a\\ud800b'"), "malformed-request"),
        bad(message("'text':'\\udc00\\ud800'"), "malformed-request"),
        bad(message("'text':'a','takeOverFrom':'\\u0000'"), "malformed-request"),
        bad(message("'text':'a','attachmentIds':'a'"), "malformed-request"),
        bad(message("'text':'a','attachmentIds':[1]"), "malformed-request"),
        bad(message("'text':'a','attachmentIds':[null]"), "malformed-request"),
        bad(message("'text':'a','attachmentIds':['\\u0000']"), "malformed-request"),
        bad(message("'text':" + "[".repeat(5_000)), "malformed-request"),
        bad(message("'text':'\u0001'"), "malformed-request"),
        bad(message("'text':NaN"), "malformed-request"),
        bad("{'text':'a'}", "malformed-request"),
        bad("{'clientMessageId':'','text':'a'}", "malformed-request"),
        bad("{'clientMessageId':'a b','text':'a'}", "malformed-request"),
        bad("{'clientMessageId':'" + "a".repeat(65) + "','text':'a'}", "malformed-request"),
        bad("{'clientMessageId':7,'text':'a'}", "malformed-request"),
        bad(message("'text':null"), "message-empty"),
        bad(message("'text':''"), "message-empty"),
        bad(message("'text':' \\n\\t'"), "message-empty"),
        bad(message("'text':'\\u200b\\u200d\\ufeff'"), "message-empty"),
        bad(message("'text':'" + "a".repeat(8_001) + "'"), "message-too-long"),
        bad(
            message("'text':'a','attachmentIds':[" + "'a',".repeat(10) + "'a']"),
            "malformed-request"),
        bad(message("'text':'a','attachmentIds':['unknown']"), "attachment-unknown"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aBadMessageIsRefusedAndNothingIsStored(String body, String code) {
    // When
    Response response = post("/messages", body.getBytes(StandardCharsets.UTF_8));

    // Then
    response
        .then()
        .statusCode(code.equals("attachment-unknown") ? 422 : 400)
        .contentType("application/problem+json")
        .body("code", equalTo(code));
    assertThat(response.body().asString()).doesNotContain("parley.conv", "jackson", "Exception");
    chat.as("ann").get("/api/conversations/" + conversation).then().body("lastSeq", equalTo(2));
  }

  /** The same strictness on every route that takes a body: it is one reader's. */
  static Stream<Arguments> routes() {
    return Stream.of(
        Arguments.of("POST", "/api/conversations/%s/notes", "'clientMessageId':'n','text':'x'"),
        Arguments.of("POST", "/api/conversations/%s/transfer", "'to':'bob'"),
        Arguments.of("PUT", "/api/channels/%s", "'name':'Shoes'"),
        Arguments.of("POST", "/api/channels/%s/canned-replies", "'shortcut':'a','text':'x'"),
        Arguments.of("PUT", "/api/channels/%s/engagements", "'items':[]"),
        Arguments.of("PUT", "/api/channels/%s/engagements/e", "'kind':'MESSAGE','title':'x'"));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void everyRouteReadsItsBodyStrictly(String method, String path, String fields) {
    // Given
    String address =
        path.formatted(path.contains("/conversations/") ? conversation : chat.channel());
    List<String> bad =
        List.of(
            "",
            "null",
            "[]",
            "7",
            "{",
            "{" + fields + "}{}",
            "{" + fields + ",'more':1}",
            "{" + fields + ",'seq':1}",
            "{" + fields + "," + fields + "}",
            "{" + fields.replaceFirst(":'[^']*'|:\\[]", ":{'a':1}") + "}",
            "{" + fields.replaceFirst(":'[^']*'|:\\[]", ":7") + "}",
            "{" + fields.replaceFirst(":'[^']*'|:\\[]", ":['\\\\u0000']") + "}");

    for (String body : bad) {
      // When
      Response response =
          chat.asAdmin("ann")
              .contentType("application/json")
              .body(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
              .request(method, address);

      // Then
      response
          .then()
          .statusCode(400)
          .contentType("application/problem+json")
          .body("code", equalTo("malformed-request"));
    }
    chat.as("ann").get("/api/conversations/" + conversation).then().body("lastSeq", equalTo(2));
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    // Given
    byte[] body = message("'text':'?'").getBytes(StandardCharsets.UTF_8);
    for (byte[] bad : List.of(new byte[] {(byte) 0xC3, '('}, new byte[] {(byte) 0xFF, 'a'})) {
      byte[] spoilt =
          new String(body, StandardCharsets.ISO_8859_1)
              .replace("?", new String(bad, StandardCharsets.ISO_8859_1))
              .getBytes(StandardCharsets.ISO_8859_1);

      // When
      Response response = post("/messages", spoilt);

      // Then
      response.then().statusCode(400).body("code", equalTo("malformed-request"));
    }
  }

  @Test
  void anotherMediaTypeIsRefused() {
    for (String type : List.of("text/plain", "application/xml", "multipart/form-data")) {
      // When
      Response response = request().contentType(type).body("a").post(path("/messages"));

      // Then
      response.then().statusCode(415).body("code", equalTo("unsupported-media-type"));
    }
  }

  @Test
  void anotherAnswerThanJsonIsNotToBeHad() {
    // When
    Response response =
        chat.as("ann").accept("text/html").get("/api/conversations/" + conversation);

    // Then
    response
        .then()
        .statusCode(406)
        .contentType("application/problem+json")
        .body("code", equalTo("not-acceptable"));
  }

  @Test
  void anotherMethodIsToldWhichThereAre() {
    // When
    Response response = chat.as("ann").delete(path("/messages"));

    // Then
    response.then().statusCode(405).body("code", equalTo("method-not-allowed"));
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItIsRead() {
    // When
    Response response =
        post(
            "/messages", ("{\"text\":\"" + "a".repeat(3_000_000)).getBytes(StandardCharsets.UTF_8));

    // Then
    response.then().statusCode(413).body("code", equalTo("payload-too-large"));
  }

  @Test
  void aBodyThatGrowsTooLargeIsCutOff() throws IOException {
    // When
    String answer = chunked(40, 100_000);

    // Then
    assertThat(answer).startsWith("HTTP/1.1 413").contains("payload-too-large");
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(
      strings = {"/api/channels/demo/%zz", "/api/channels/%", "/api/channels/%ff/chat"})
  void aPathThatCannotBeDecodedIsNoFaultOfOurs(String path) throws IOException {
    // When
    String answer = raw("GET " + path + " HTTP/1.1\r\n" + head() + "\r\n");

    // Then
    assertThat(answer).containsPattern("^HTTP/1.1 4\\d\\d");
    assertThat(answer).doesNotContain("Exception");
  }

  private Response post(String what, byte[] body) {
    return request().contentType("application/json").body(body).post(path(what));
  }

  private RequestSpecification request() {
    return chat.as("ann")
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs(
                            "multipart/form-data", io.restassured.http.ContentType.TEXT)));
  }

  private String path(String what) {
    return "/api/conversations/" + conversation + what;
  }

  private static Arguments bad(String body, String code) {
    return Arguments.of(body.replace('\'', '"'), code);
  }

  private static String message(String fields) {
    return "{'clientMessageId':'m1'," + fields + "}";
  }

  private String head() {
    String token = io.parley.conversation.Tokens.agent("ann", chat.channel(), "agent");
    return "Host: localhost\r\nAuthorization: Bearer " + token + "\r\n";
  }

  private String chunked(int chunks, int size) throws IOException {
    try (Socket socket = new Socket("localhost", io.restassured.RestAssured.port)) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST "
                  + path("/messages")
                  + " HTTP/1.1\r\n"
                  + head()
                  + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      byte[] chunk = "a".repeat(size).getBytes(StandardCharsets.US_ASCII);
      try {
        for (int i = 0; i < chunks; i++) {
          out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
          out.write(chunk);
          out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
          out.flush();
        }
      } catch (IOException e) {
        // Cut off by the server, as it should be; the answer came before.
      }
      return firstBytes(socket);
    }
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("localhost", io.restassured.RestAssured.port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return firstBytes(socket);
    }
  }

  private static String firstBytes(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] answer = new byte[4_000];
    int length = in.read(answer);
    return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.UTF_8);
  }
}
