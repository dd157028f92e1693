package io.parley.e2e.stack;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one suite that they all share: started for the first, stopped after the last.
 * With {@code -Dparley.e2e.data=FOLDER} it is the running one with that data folder, for trying
 * things out; it needs {@code --gateways 2}.
 */
public final class SharedStack implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedStack.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Stack.class, once -> start(), Stack.class);
  }

  private static Stack start() {
    String running = System.getProperty("parley.e2e.data");
    return running == null ? Stack.start("--gateways", "2") : Stack.running(Path.of(running));
  }
}
