package io.parley.attachment.link;

import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs addresses with HMAC-SHA-256. A link opens one view of one file until it expires; it holds
 * nothing of whoever asked for it.
 */
@ApplicationScoped
public class Links {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final long lifetimeSeconds;
  private final Clock clock;

  Links(LinkConfig config, Clock clock) {
    this.key = new SecretKeySpec(config.key().getBytes(StandardCharsets.UTF_8), ALGORITHM);
    this.lifetimeSeconds = config.lifetime().toSeconds();
    this.clock = clock;
  }

  /** What a link opens. */
  public enum View {
    CONTENT("content"),
    THUMBNAIL("thumbnail");

    private final String path;

    View(String path) {
      this.path = path;
    }

    /** The last segment of its address. */
    public String path() {
      return path;
    }
  }

  /** Path and query of a link that is good from now on. */
  public String to(UUID id, View view) {
    long expires = expiry().getEpochSecond();
    return "/api/attachments/%s/%s?expires=%d&signature=%s"
        .formatted(id, view.path(), expires, sign(id.toString(), view, Long.toString(expires)));
  }

  /**
   * When links that are made now expire. The same for all of some minutes, so that a browser finds
   * in its cache what it has shown before.
   */
  public Instant expiry() {
    long now = clock.instant().getEpochSecond();
    return Instant.ofEpochSecond((now / lifetimeSeconds + 2) * lifetimeSeconds);
  }

  /**
   * Accepts a link that was made here and is still good.
   *
   * @throws ProblemException {@code link-invalid}, whatever is wrong with it
   */
  public void verify(String id, View view, String expires, String signature) {
    boolean genuine =
        MessageDigest.isEqual(
            sign(id, view, expires).getBytes(StandardCharsets.US_ASCII),
            String.valueOf(signature).getBytes(StandardCharsets.UTF_8));
    // Only what was signed here is read as a number.
    if (!genuine || Long.parseLong(expires) < clock.instant().getEpochSecond()) {
      throw new ProblemException(
          ProblemCode.LINK_INVALID, "Ask for a new link where you found this one.");
    }
  }

  private String sign(String id, View view, String expires) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      String signed = view.path() + "\n" + id + "\n" + expires;
      byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
