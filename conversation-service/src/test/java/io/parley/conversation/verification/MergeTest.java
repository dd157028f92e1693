package io.parley.conversation.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.conversation.verification.Merge.Earlier;
import io.parley.conversation.verification.Merge.Standing;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of a visitor who meets a known follower. */
class MergeTest {

  @ParameterizedTest(name = "merged {0}, visitor talked {1}, known talked {2}: {3}")
  @MethodSource("cases")
  void whatBecomesOfAVisitorIsDecidedOnce(
      String earlier, boolean visitorHasTalked, boolean knownHasTalked, Merge expected) {
    // Given
    Standing standing = new Standing("anna", mergedWith(earlier), visitorHasTalked, knownHasTalked);

    // When
    Merge merge = Merge.of(standing);

    // Then
    assertThat(merge).isEqualTo(expected);
  }

  static Stream<Arguments> cases() {
    return Stream.of("never", "with anna", "beside anna", "with ben", "beside ben")
        .flatMap(
            earlier ->
                Stream.of(true, false)
                    .flatMap(
                        visitor ->
                            Stream.of(true, false)
                                .map(
                                    known ->
                                        Arguments.of(
                                            earlier,
                                            visitor,
                                            known,
                                            expected(earlier, visitor, known)))));
  }

  private static Merge expected(String earlier, boolean visitor, boolean known) {
    return switch (earlier) {
      case "with anna" -> Merge.GOES_ON;
      case "beside anna" -> Merge.LINKED;
      case "never" -> visitor ? (known ? Merge.LINKED : Merge.GOES_ON) : Merge.NOTHING;
      default -> Merge.REFUSED;
    };
  }

  private static Optional<Earlier> mergedWith(String earlier) {
    String[] how = earlier.split(" ", -1);
    return how.length == 1
        ? Optional.empty()
        : Optional.of(new Earlier(how[1], how[0].equals("with")));
  }
}
