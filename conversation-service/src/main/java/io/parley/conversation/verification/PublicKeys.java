package io.parley.conversation.verification;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;

/** A JSON Web Key Set (RFC 7517): empty where no tokens are signed. */
@Schema(name = "PublicKeys")
public record PublicKeys(@Schema(required = true) List<PublicKey> keys) {
  public PublicKeys {
    keys = List.copyOf(keys);
  }

  /** The public half of an RSA key. */
  @Schema(name = "PublicKey")
  public record PublicKey(
      @Schema(required = true) String kty,
      @Schema(required = true) String use,
      @Schema(required = true) String alg,
      @Schema(required = true) String kid,
      @Schema(required = true) String n,
      @Schema(required = true) String e) {

    static PublicKey of(RsaJsonWebKey key) {
      Map<String, Object> half = key.toParams(OutputControlLevel.PUBLIC_ONLY);
      return new PublicKey(
          key.getKeyType(),
          key.getUse(),
          key.getAlgorithm(),
          key.getKeyId(),
          half.get("n").toString(),
          half.get("e").toString());
    }
  }
}
