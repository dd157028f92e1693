package io.parley.conversation.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.conversation.LocalInfrastructure;
import io.parley.conversation.OpenApiContract;
import io.parley.conversation.OpenApiContract.Operation;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the document says; that answers agree with it is checked in every other test. */
@QuarkusTest
@WithTestResource(LocalInfrastructure.class)
class OpenApiTest {
  /** What nobody needs a token for. */
  private static final Set<String> OPEN =
      Set.of("identifyFollower", "admitVisitor", "getFollowerTokenKeys");

  @Test
  void theDocumentIsOfVersion31AndKeepsTheInsideToItself() {
    // When
    JsonNode document = OpenApiContract.document();

    // Then
    assertThat(document.path("openapi").asText()).startsWith("3.1");
    assertThat(document.path("paths").properties())
        .extracting(path -> path.getKey())
        .allMatch(path -> path.startsWith("/api/"));
    assertThat(document.toString()).doesNotContain("io.parley", "/internal");
  }

  @Test
  void everyOperationHasANameASummaryATokenAndItsProblems() {
    // When
    List<Operation> operations = OpenApiContract.operations();

    // Then
    assertThat(operations).isNotEmpty().extracting(Operation::id).doesNotHaveDuplicates();
    assertThat(operations)
        .allSatisfy(
            operation -> {
              assertThat(operation.id()).isNotBlank();
              assertThat(operation.node().path("summary").asText()).isNotBlank();
              assertThat(operation.node().at("/security/0").has("bearer"))
                  .as(operation.id() + " asks for a token")
                  .isNotEqualTo(OPEN.contains(operation.id()));
              for (String status : List.of("400", "401", "403", "404", "503")) {
                assertThat(
                        operation
                            .node()
                            .path("responses")
                            .path(status)
                            .path("content")
                            .has("application/problem+json"))
                    .as(operation.id() + " " + status)
                    .isTrue();
              }
            });
  }
}
