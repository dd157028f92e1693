package io.parley.conversation.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CursorTest {
  private static final List<String> LIST = List.of("list", "a", "");

  @Test
  void aKeyComesBackAsItWas() {
    // Given
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      String text = text(random);

      // When
      List<String> key = Cursor.decode(LIST, Cursor.encode(LIST, "1", text), 2);

      // Then
      assertThat(key).containsExactly("1", text);
    }
  }

  @Test
  void aTimeComesBackToTheMicrosecond() {
    // Given
    OffsetDateTime time = OffsetDateTime.parse("2026-02-03T04:05:06.123456Z");

    // When
    OffsetDateTime back = Cursor.time(Cursor.time(time));

    // Then
    assertThat(back).isEqualTo(time);
  }

  @Test
  void noChangedBitGoesUnnoticed() {
    // Given
    byte[] cursor = Base64.getUrlDecoder().decode(Cursor.encode(LIST, "17", "id"));

    for (int bit = 0; bit < cursor.length * 8; bit++) {
      // When
      byte[] changed = cursor.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);

      // Then
      assertRefused(LIST, text);
    }
  }

  @Test
  void anotherListsCursorIsRefused() {
    // Given
    String cursor = Cursor.encode(LIST, "17", "id");

    // When, Then: the border between two filters counts too
    assertRefused(List.of("list", "", "a"), cursor);
    assertRefused(List.of("list", "a"), cursor);
    assertRefused(List.of("other", "a", ""), cursor);
  }

  @Test
  void randomTextIsRefused() {
    // Given
    Random random = new Random(2);

    // When, Then
    for (int i = 0; i < 1_000; i++) {
      assertRefused(LIST, text(random));
    }
    assertRefused(LIST, "a".repeat(3_000));
  }

  @Test
  void aCursorWithTheRightChecksumButAStrangeKeyIsRefusedToo() {
    // Given
    List<String> strange = new ArrayList<>(List.of("", "-1", "x", "9".repeat(30), "1e9"));

    // When, Then
    for (String time : strange) {
      assertThatThrownBy(() -> Cursor.time(time)).isInstanceOf(ProblemException.class);
    }
  }

  private static void assertRefused(List<String> list, String cursor) {
    assertThatThrownBy(() -> Cursor.decode(list, cursor, 2))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.INVALID_CURSOR));
  }

  private static String text(Random random) {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.UTF_8).replace("\u0000", "");
  }
}
