package io.parley.localstack.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Roles that people have lost since their tokens were signed: lines {@code agent-2 agent} of the
 * file {@code revoked-roles} beside the signing key, read each time. So a role can be taken while
 * everything runs, as an administrator of a real issuer would.
 */
final class RevokedRoles {
  private final Path file;

  RevokedRoles(Path folder) {
    this.file = folder.resolve("revoked-roles");
  }

  /** The roles that are left to somebody. */
  List<String> left(String sub, List<String> roles) {
    try {
      List<String> revoked = Files.exists(file) ? Files.readAllLines(file) : List.of();
      return roles.stream().filter(role -> !revoked.contains(sub + " " + role)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  DemoPerson left(DemoPerson person) {
    return new DemoPerson(
        person.sub(),
        person.name(),
        person.realm(),
        left(person.sub(), person.roles()),
        person.channels());
  }
}
