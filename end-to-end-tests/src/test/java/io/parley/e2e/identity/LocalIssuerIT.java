package io.parley.e2e.identity;

import static io.parley.e2e.browser.Screens.named;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import org.junit.jupiter.api.extension.ExtendWith;

/** The issuer that {@code ./parley up} starts by default. */
@ExtendWith(SharedStack.class)
class LocalIssuerIT extends IssuerContract {
  private final Stack stack;

  LocalIssuerIT(Stack stack) {
    super(stack);
    this.stack = stack;
  }

  @Override
  String nameField() {
    return "#name";
  }

  @Override
  void fillIn(Page loginPage, String name) {
    loginPage.getByLabel("Name").fill(name);
    loginPage.getByRole(AriaRole.BUTTON, named("Log in")).click();
  }

  @Override
  Person follower() {
    return stack.newFollower();
  }
}
