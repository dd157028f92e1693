package io.parley.attachment.upload;

import io.parley.contracts.limit.Rate;
import io.parley.contracts.limit.RateLimit;
import io.parley.contracts.limit.RateLimiter;
import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import io.parley.rest.ratelimit.RateLimits;
import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** How often somebody may upload. Made at the start, so that the metrics have it from then on. */
@Startup
@ApplicationScoped
public class UploadRate {
  private final RateLimiter uploadsOfIdentity;

  UploadRate(RateLimits limits, Config config) {
    this.uploadsOfIdentity =
        limits.limiter(RateLimit.UPLOADS_OF_IDENTITY, config.uploadsOfIdentity());
  }

  /** Another rate than that of the table. */
  @ConfigMapping(prefix = "parley.rate-limits")
  public interface Config {
    /** Files that one person uploads. */
    Optional<Rate> uploadsOfIdentity();
  }

  /**
   * Counts an upload.
   *
   * @param caller one name for one person: role and id
   * @throws ProblemException {@code rate-limited}
   */
  public void count(String caller) {
    if (!uploadsOfIdentity.allows(caller)) {
      throw new ProblemException(ProblemCode.RATE_LIMITED, "You upload too often.");
    }
  }
}
