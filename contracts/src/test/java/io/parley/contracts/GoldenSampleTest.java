package io.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contracts.json.Json;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples, schemas and records say the same, for ever. */
class GoldenSampleTest {

  @Test
  void everyContractHasSchemaAndSamples() {
    // Given
    Set<String> contracts = ContractFiles.contracts().keySet();

    // When
    Set<String> sampled =
        ContractFiles.goldenNames().map(ContractFiles::contractOf).collect(Collectors.toSet());
    Set<String> withSchema =
        ContractFiles.list(ContractFiles.RESOURCES.resolve("schema"))
            .map(file -> file.getFileName().toString().replace(".json", ""))
            .filter(name -> !name.equals("common"))
            .collect(Collectors.toSet());

    // Then
    assertThat(sampled).isEqualTo(contracts);
    assertThat(withSchema).isEqualTo(contracts);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aSampleIsValidAgainstItsSchema(String name) {
    // Given
    JsonNode sample = ContractFiles.json(ContractFiles.golden(name));

    // When
    List<String> violations = ContractFiles.violations(ContractFiles.contractOf(name), sample);

    // Then
    assertThat(violations).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aSampleIsReadAndWrittenBackUnchanged(String name) throws Exception {
    // Given
    String sample = ContractFiles.golden(name);
    Class<?> type = ContractFiles.typeOf(name);

    // When
    Object read = Json.tolerant().readValue(sample, type);
    JsonNode written = ContractFiles.json(Json.tolerant().writeValueAsString(read));

    // Then: on the socket a stored event only has its type in front
    ObjectNode expected = (ObjectNode) ContractFiles.json(sample);
    if (name.startsWith(ContractFiles.EVENT_FRAME)) {
      expected.remove("type");
    }
    assertThat(written).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aFieldOfANewerProducerIsIgnoredByReadersAndRefusedBySchemas(String name) throws Exception {
    // Given
    ObjectNode newer = (ObjectNode) ContractFiles.json(ContractFiles.golden(name));
    newer.putObject("addedLater").putArray("values").add(1);
    Class<?> type = ContractFiles.typeOf(name);

    // When
    Object read = Json.tolerant().readValue(newer.toString(), type);
    List<String> violations = ContractFiles.violations(ContractFiles.contractOf(name), newer);

    // Then
    assertThat(read).isEqualTo(Json.tolerant().readValue(ContractFiles.golden(name), type));
    assertThat(violations).isNotEmpty();
  }

  /** An old sample may not change silently: what was published once is read for ever. */
  @Test
  void noSampleHasChangedSinceItWasAdded() throws Exception {
    // Given
    List<String> manifest =
        Files.readAllLines(ContractFiles.GOLDEN.resolve("SHA256SUMS")).stream().sorted().toList();

    // When
    List<String> found =
        ContractFiles.goldenNames()
            .map(name -> Digests.sha256(ContractFiles.golden(name)) + "  " + name + ".json")
            .sorted()
            .toList();

    // Then
    assertThat(found)
        .as("A new sample gets a new line in golden/SHA256SUMS; an old one is never edited")
        .isEqualTo(manifest);
  }

  static Stream<String> samples() {
    return ContractFiles.goldenNames();
  }
}
