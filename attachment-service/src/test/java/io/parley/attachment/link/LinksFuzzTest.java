package io.parley.attachment.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * A link opens what it was made for and until it expires; whatever else comes as id, time and
 * signature is refused. The normal run takes the inputs beside the resources; {@code ./parley test
 * fuzz} tries new ones.
 */
class LinksFuzzTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Links LINKS = new Links(new Config(), Clock.fixed(NOW, ZoneOffset.UTC));
  private static final UUID ID = new UUID(1, 2);
  private static final String GOOD = LINKS.to(ID, Links.View.CONTENT);
  private static final String EXPIRES = GOOD.replaceAll(".*expires=|&.*", "");
  private static final String SIGNATURE = GOOD.replaceAll(".*signature=", "");

  private record Config() implements LinkConfig {
    @Override
    public String key() {
      return "a-secret-of-tests-and-of-nothing-else";
    }

    @Override
    public Duration lifetime() {
      return Duration.ofMinutes(10);
    }
  }

  @FuzzTest(maxDuration = "2m")
  void onlyWhatWasSignedIsAccepted(FuzzedDataProvider data) {
    // The parts of a good link, each replaced or not.
    Links.View view = data.pickValue(Links.View.values());
    String id = data.consumeBoolean() ? ID.toString() : data.consumeString(50);
    String expires = data.consumeBoolean() ? EXPIRES : data.consumeString(25);
    String signature = data.consumeBoolean() ? SIGNATURE : data.consumeRemainingAsString();
    boolean good =
        view == Links.View.CONTENT
            && id.equals(ID.toString())
            && expires.equals(EXPIRES)
            && signature.equals(SIGNATURE);
    try {
      LINKS.verify(id, view, expires, signature);
      assertThat(good).isTrue();
    } catch (ProblemException refused) {
      assertThat(good).isFalse();
      assertThat(refused.problem().code()).isEqualTo(ProblemCode.LINK_INVALID);
    }
  }
}
