package io.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.contracts.json.Json;
import io.parley.contracts.socket.ClientFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients send is refused rather than guessed at. */
class StrictReadingTest {
  private static final ObjectMapper STRICT = Json.strict();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          an unknown field         | {"type":"typing","sender":"me"}
          a field set twice        | {"type":"typing","conversationId":"a","conversationId":"b"}
          a type set twice         | {"type":"typing","type":"read","seq":1}
          a second document        | {"type":"typing"} {"type":"typing"}
          text after the document  | {"type":"typing"} x
          no type                  | {"text":"Hi"}
          an unknown type          | {"type":"drop"}
          a type that is no text   | {"type":1}
          a number written as text | {"type":"read","seq":"4"}
          a fraction for a seq     | {"type":"read","seq":4.5}
          text given as a number   | {"type":"send","clientMessageId":"m","text":5}
          a list for an object     | [{"type":"typing"}]
          half a document          | {"type":"typing"
          a comment                | {"type":"typing"} // hello
          single quotes            | {'type':'typing'}
          NaN for a seq            | {"type":"read","seq":NaN}
          a number beyond long     | {"type":"read","seq":99999999999999999999}
          nothing                  | ''
          """,
      quoteCharacter = '`')
  void aMalformedFrameIsRefused(String what, String frame) {
    assertThatThrownBy(() -> STRICT.readValue(frame, ClientFrame.class))
        .as(what)
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void aFrameDeeperThanItsBoundIsRefused() {
    // Given
    String frame =
        "{\"type\":\"send\",\"attachmentIds\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";

    // When, Then
    assertThatThrownBy(() -> STRICT.readTree(frame)).isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> Json.tolerant().readTree(frame)).isInstanceOf(JacksonException.class);
  }

  @Test
  void aWellFormedFrameIsRead() throws Exception {
    // Given
    String frame = "{\"seq\":4,\"type\":\"read\",\"conversationId\":\"c\"}";

    // When
    ClientFrame read = STRICT.readValue(frame, ClientFrame.class);

    // Then
    assertThat(read).isEqualTo(new ClientFrame.Read("c", 4L));
  }
}
