package io.parley.conversation.verification;

import io.parley.contracts.event.Person;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A registered key, without the key itself. */
@Schema(name = "IdentityKey")
public record IdentityKey(
    @Schema(required = true) String id,
    @Schema(required = true, description = "ES256 or RS256") String algorithm,
    @Schema(required = true, description = "SHA-256 of the key's DER form") String fingerprint,
    @Schema(required = true) Instant addedAt,
    @Schema(required = true) Person addedBy) {

  /** All of a channel, oldest first. */
  @Schema(name = "IdentityKeys")
  public record Page(@Schema(required = true) List<IdentityKey> items) {
    public Page {
      items = List.copyOf(items);
    }
  }
}
