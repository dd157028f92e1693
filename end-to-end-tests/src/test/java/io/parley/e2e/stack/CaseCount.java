package io.parley.e2e.stack;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;

/** Says at the end of a class how many cases each of its lists had: one that shrinks is seen. */
public final class CaseCount implements BeforeTestExecutionCallback, AfterAllCallback {
  private final Map<String, Integer> cases = new TreeMap<>();

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    if (context.getRequiredTestMethod().isAnnotationPresent(ParameterizedTest.class)) {
      cases.merge(context.getRequiredTestMethod().getName(), 1, Integer::sum);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    cases.forEach(
        (list, count) ->
            System.out.printf(
                "%s.%s: %d cases ran%n",
                context.getRequiredTestClass().getSimpleName(), list, count));
  }
}
