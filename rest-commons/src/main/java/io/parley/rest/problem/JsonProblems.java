package io.parley.rest.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.parley.contracts.problem.Problem;
import io.parley.contracts.problem.ProblemCode;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what is wrong with a JSON body, in words that hold nothing of our inside. */
final class JsonProblems {
  private static final int MAX_PATH_LENGTH = 100;

  private JsonProblems() {}

  /** The problem, if the failure comes from reading JSON. */
  static Optional<Problem> find(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 5; depth++) {
      if (cause instanceof JsonProcessingException unreadable) {
        return Optional.of(Problem.of(ProblemCode.MALFORMED_REQUEST, detail(unreadable)));
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static String detail(JsonProcessingException failure) {
    return switch (failure) {
      case UnrecognizedPropertyException unknown ->
          "The field '" + path(unknown) + "' is not known here.";
      case StreamConstraintsException tooMuch -> "The JSON is nested too deeply or too long.";
      case JsonMappingException mismatch when !path(mismatch).isEmpty() ->
          "The field '" + path(mismatch) + "' has a value that is not allowed there.";
      case JsonMappingException mismatch -> "The JSON is not the object that is expected.";
      default -> "The body is not valid JSON" + place(failure.getLocation()) + ".";
    };
  }

  private static String place(JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : ", see line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String path(JsonMappingException failure) {
    String path =
        failure.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
            .collect(Collectors.joining("."))
            .replaceAll("[^A-Za-z0-9_.\\[\\]-]", "?");
    return path.length() <= MAX_PATH_LENGTH ? path : path.substring(0, MAX_PATH_LENGTH) + "…";
  }
}
