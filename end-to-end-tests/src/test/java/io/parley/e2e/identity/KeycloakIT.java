package io.parley.e2e.identity;

import com.microsoft.playwright.Page;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.Stack;
import org.junit.jupiter.api.AfterAll;

/**
 * Keycloak with the repository's realms. Run by {@code ./parley test keycloak}: it has to be
 * fetched and built first, and starts slowly.
 */
class KeycloakIT extends IssuerContract {
  private static Stack stack;
  private static int met;

  KeycloakIT() {
    super(started());
  }

  private static synchronized Stack started() {
    if (stack == null) {
      stack = Stack.start("--keycloak");
    }
    return stack;
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Override
  String nameField() {
    return KeycloakPage.NAME_FIELD;
  }

  @Override
  void fillIn(Page loginPage, String name) {
    KeycloakPage.logIn(loginPage, name);
  }

  @Override
  Person follower() {
    met++;
    return stack.person("follower-" + met);
  }
}
