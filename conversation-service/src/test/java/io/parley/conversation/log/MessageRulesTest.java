package io.parley.conversation.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello",
        " padded ",
        "👩‍👩‍👧‍👦",
        "❤️",
        "line\nbreak",
        "<script>alert(1)</script>",
        "שלום",
        "한글",
        "0"
      })
  void visibleTextIsAccepted(String text) {
    assertThat(MessageRules.check("id-1", text, List.of(), false)).isEmpty();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("id", null, ProblemCode.MESSAGE_EMPTY),
        Arguments.of("id", "", ProblemCode.MESSAGE_EMPTY),
        Arguments.of("id", " \t\r\n\u00a0\u3000", ProblemCode.MESSAGE_EMPTY),
        Arguments.of("id", "\u200b\u200d\u2060\ufeff", ProblemCode.MESSAGE_EMPTY),
        Arguments.of("id", "\u2800\u3164\ufe0f", ProblemCode.MESSAGE_EMPTY),
        Arguments.of("id", "nul \u0000", ProblemCode.MALFORMED_REQUEST),
        Arguments.of("id", "lone high \ud83d", ProblemCode.MALFORMED_REQUEST),
        Arguments.of("id", "lone low \ude00 x", ProblemCode.MALFORMED_REQUEST),
        Arguments.of("id", "x".repeat(8_001), ProblemCode.MESSAGE_TOO_LONG),
        Arguments.of(null, "text", ProblemCode.MALFORMED_REQUEST),
        Arguments.of("", "text", ProblemCode.MALFORMED_REQUEST),
        Arguments.of("with space", "text", ProblemCode.MALFORMED_REQUEST),
        Arguments.of("x".repeat(65), "text", ProblemCode.MALFORMED_REQUEST));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String clientMessageId, String text, ProblemCode expected) {
    assertThat(MessageRules.check(clientMessageId, text, List.of(), false).map(Problem::code))
        .contains(expected);
  }
}
