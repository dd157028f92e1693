package io.parley.conversation.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whatever a client brings as a cursor is the place that its list gave, or refused as none. The
 * normal run takes the inputs beside the resources; {@code ./parley test fuzz} tries new ones.
 */
class CursorFuzzTest {
  private static final List<String> LIST = List.of("chats", "demo", "");

  @FuzzTest(maxDuration = "2m")
  void everyCursorIsAPlaceOrRefused(byte[] input) {
    String cursor = new String(input, StandardCharsets.ISO_8859_1);
    try {
      List<String> key = Cursor.decode(LIST, cursor, 2);
      String again = Cursor.encode(LIST, key.toArray(String[]::new));
      assertThat(Cursor.decode(LIST, again, 2)).isEqualTo(key);
      Cursor.time(key.getFirst());
    } catch (ProblemException refused) {
      assertThat(refused.problem().code()).isEqualTo(ProblemCode.INVALID_CURSOR);
    }
  }
}
