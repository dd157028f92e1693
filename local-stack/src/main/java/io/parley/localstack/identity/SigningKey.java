package io.parley.localstack.identity;

import io.parley.localstack.process.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

/** The issuers' RSA key, made once and kept in the data folder so that tokens outlive restarts. */
public final class SigningKey {
  private static final int BITS = 2048;

  private final Path folder;
  private final RsaJsonWebKey key;

  private SigningKey(Path folder, RsaJsonWebKey key) {
    this.folder = folder;
    this.key = key;
  }

  /** The key in that file; if there is none yet, a new one is made, readable by its owner only. */
  public static SigningKey in(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return new SigningKey(
          file.toAbsolutePath().getParent(),
          (RsaJsonWebKey) JsonWebKey.Factory.newJwk(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the signing key " + file, e);
    } catch (JoseException | ClassCastException e) {
      throw new StackException("The signing key " + file + " is damaged: delete it", e);
    }
  }

  /** Where the key is kept, and what else the issuer remembers. */
  Path folder() {
    return folder;
  }

  RsaJsonWebKey jwk() {
    return key;
  }

  /** The public half, as a JSON Web Key Set. */
  String publicKeySet() {
    return "{\"keys\":[" + key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY) + "]}";
  }

  private static void create(Path file) throws IOException, JoseException {
    RsaJsonWebKey key = RsaJwkGenerator.generateJwk(BITS);
    key.setKeyId(key.calculateBase64urlEncodedThumbprint("SHA-256"));
    key.setAlgorithm("RS256");
    key.setUse("sig");
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path part =
        Files.createTempFile(
            folder,
            "key",
            ".part",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(part, key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
    try {
      // A link fails if the file exists: of two programs that start at once, the first one's key
      // counts.
      Files.createLink(file, part);
    } catch (FileAlreadyExistsException e) {
      // The other one was faster; its key is read next.
    } finally {
      Files.delete(part);
    }
  }
}
