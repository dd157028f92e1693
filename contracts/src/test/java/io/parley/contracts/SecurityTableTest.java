package io.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The threat model of SECURITY.md names tests: each of them exists. */
class SecurityTableTest {
  private static final Path HOME = ContractFiles.DOCS.resolveSibling("");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");

  @Test
  void everyTestOfTheThreatModelExists() throws IOException {
    // Given
    List<String> rows =
        ContractFiles.read(HOME.resolve("SECURITY.md"))
            .lines()
            .dropWhile(line -> !line.startsWith("| asset |"))
            .takeWhile(line -> line.startsWith("|"))
            .skip(2)
            .toList();

    // When
    List<String> missing = new ArrayList<>();
    for (String row : rows) {
      List<MatchResult> named = TEST.matcher(row).results().toList();
      if (named.isEmpty()) {
        missing.add("a test in: " + row);
      }
      named.stream().filter(test -> !exists(test)).map(MatchResult::group).forEach(missing::add);
    }

    // Then
    assertThat(rows).hasSizeGreaterThan(15);
    assertThat(missing).isEmpty();
  }

  private static boolean exists(MatchResult test) {
    String file = test.group(1) + ".java";
    String method =
        test.group(2) == null ? "class " + test.group(1) : "void " + test.group(2) + "(";
    try (Stream<Path> modules = Files.list(HOME)) {
      for (Path module : modules.map(folder -> folder.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(module) && holds(module, file, method)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean holds(Path folder, String file, String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(path -> path.getFileName().toString().equals(file))
          .anyMatch(path -> ContractFiles.read(path).contains(text));
    }
  }
}
