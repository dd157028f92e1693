package io.parley.localstack.identity;

import io.parley.localstack.process.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The key with which conversation-service signs tokens of followers without an issuer: made once
 * and kept, so that tokens outlive restarts.
 */
public final class FollowerTokensKey {
  private static final int BITS = 2048;

  private FollowerTokensKey() {}

  /** The key in that file, as the service takes it; a new one if there is none. */
  public static String in(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, create() + "\n");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the key " + file, e);
    }
  }

  /** A new key: PKCS #8 in base64. */
  public static String create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      return Base64.getEncoder().encodeToString(key);
    } catch (NoSuchAlgorithmException e) {
      throw new StackException("This Java has no RSA", e);
    }
  }
}
