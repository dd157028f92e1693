package io.parley.rest.openapi;

import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.problem.ProblemDetails;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Says at every operation which problems it may answer, from the one table of codes. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemsInOpenApi implements OASFilter {
  private static final String PROBLEM = "Problem";

  /** Said by the operations that store files. */
  private static final String FULL = "507";

  private static final List<Integer> EVERYWHERE = List.of(400, 401, 403, 404, 406, 429, 500, 503);
  private static final List<Integer> WITH_BODY = List.of(413, 415);
  private static final List<Integer> COMMANDS = List.of(409, 422);
  private static final List<Integer> DELETIONS = List.of(409);
  private static final List<Integer> WITH_RANGE = List.of(416);

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document.getComponents().addSchema(PROBLEM, problem());
    for (PathItem path : document.getPaths().getPathItems().values()) {
      path.getOperations().forEach(ProblemsInOpenApi::addProblems);
    }
  }

  private static void addProblems(PathItem.HttpMethod method, Operation operation) {
    EVERYWHERE.forEach(status -> addProblem(operation, status));
    if (operation.getRequestBody() != null) {
      WITH_BODY.forEach(status -> addProblem(operation, status));
    }
    if (method == PathItem.HttpMethod.POST || method == PathItem.HttpMethod.PUT) {
      COMMANDS.forEach(status -> addProblem(operation, status));
    }
    if (method == PathItem.HttpMethod.DELETE) {
      DELETIONS.forEach(status -> addProblem(operation, status));
    }
    if (operation.getResponses().hasAPIResponse("206")) {
      WITH_RANGE.forEach(status -> addProblem(operation, status));
    }
    if (operation.getResponses().hasAPIResponse(FULL)) {
      addProblem(operation, Integer.parseInt(FULL));
    }
  }

  private static void addProblem(Operation operation, int status) {
    APIResponse response =
        OASFactory.createAPIResponse()
            .description(String.join(", ", codes(status)))
            .content(
                OASFactory.createContent()
                    .addMediaType(
                        ProblemDetails.MEDIA_TYPE,
                        OASFactory.createMediaType()
                            .schema(
                                OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM))));
    if (status == 429 || status == 503) {
      response.addHeader("Retry-After", retryAfter());
    }
    operation.getResponses().addAPIResponse(Integer.toString(status), response);
  }

  private static Set<String> codes(int status) {
    Set<String> codes = new TreeSet<>();
    Arrays.stream(ProblemCode.values())
        .filter(code -> code.status() == status)
        .forEach(code -> codes.add(code.code()));
    return codes;
  }

  private static Header retryAfter() {
    return OASFactory.createHeader()
        .description("Seconds to wait before the next try")
        .schema(type(Schema.SchemaType.INTEGER));
  }

  /** As {@link ProblemDetails}, with the codes that there are. */
  private static Schema problem() {
    Schema code = type(Schema.SchemaType.STRING);
    Arrays.stream(ProblemCode.values()).forEach(known -> code.addEnumeration(known.code()));
    Schema person =
        type(Schema.SchemaType.OBJECT)
            .description("With conversation-owned: who owns the conversation now")
            .required(List.of("id", "name"))
            .properties(
                Map.of(
                    "id", type(Schema.SchemaType.STRING), "name", type(Schema.SchemaType.STRING)));
    return type(Schema.SchemaType.OBJECT)
        .description("RFC 9457. Decide by the code, never by the text")
        .required(List.of("type", "title", "status", "detail", "code", "retryable"))
        .addProperty("type", type(Schema.SchemaType.STRING))
        .addProperty("title", type(Schema.SchemaType.STRING))
        .addProperty("status", type(Schema.SchemaType.INTEGER))
        .addProperty("detail", type(Schema.SchemaType.STRING))
        .addProperty("code", code)
        .addProperty("retryable", type(Schema.SchemaType.BOOLEAN))
        .addProperty("owner", person);
  }

  private static Schema type(Schema.SchemaType type) {
    return OASFactory.createSchema().addType(type);
  }
}
