package io.parley.e2e.privacy;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.parley.e2e.browser.Screens.dialog;
import static io.parley.e2e.browser.Screens.inside;
import static io.parley.e2e.browser.Screens.message;
import static io.parley.e2e.browser.Screens.named;
import static io.parley.e2e.browser.Screens.openById;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.parley.e2e.browser.Screens;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What chat admins do in the console with what is kept about followers. */
@ExtendWith(SharedStack.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ConsolePrivacyIT {
  private static final double ERASED_WITHIN_MILLIS = 120_000;

  private final Stack stack;
  private Screens screens;

  ConsolePrivacyIT(Stack stack) {
    this.stack = stack;
  }

  @BeforeEach
  void startBrowser() {
    screens = new Screens(stack);
  }

  @AfterEach
  void stopBrowser() {
    screens.close();
    Api.as(stack, stack.person("admin-1")).put("/api/channels/demo/retention", "{\"days\":null}");
  }

  @Test
  void aFollowerIsExportedAndThenErased() throws IOException {
    // Given
    Person follower = stack.newFollower();
    String secret = "My address is Main Street " + UUID.randomUUID();
    Page page = screens.console("admin-1");
    openById(page, says(follower, secret));
    Locator panel = page.getByRole(AriaRole.REGION, named("Privacy"));

    // When: exported, and the file is saved
    panel.getByRole(AriaRole.BUTTON, inside("Export")).click();
    assertThat(panel.getByText("The file is ready.")).isVisible();
    Download saved =
        page.waitForDownload(() -> panel.getByRole(AriaRole.BUTTON, inside("Save file")).click());

    // Then
    assertThat(saved.suggestedFilename()).matches("export-[0-9a-f-]{36}\\.jsonl");
    try (var content = saved.createReadStream()) {
      assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
          .contains(secret, follower.displayName());
    }
    assertThat(Screens.violations(page)).isEmpty();

    // And when: erased, but not by the first key that is pressed
    panel.getByRole(AriaRole.BUTTON, inside("Erase")).click();
    Locator question = dialog(page, "Erase all about " + follower.displayName() + "?");
    assertThat(question).containsText("in all their conversations");
    assertThat(question).containsText("This cannot be undone.");
    assertThat(Screens.violations(page)).isEmpty();
    page.keyboard().press("Enter");
    assertThat(question).isHidden();
    assertThat(message(page, secret)).hasCount(1);
    panel.getByRole(AriaRole.BUTTON, inside("Erase")).click();
    question.getByRole(AriaRole.BUTTON, inside("Erase")).click();

    // Then
    assertThat(panel.getByRole(AriaRole.PROGRESSBAR))
        .hasAttribute("aria-label", Pattern.compile("Erasing: \\d+ %"));
    assertThat(panel.getByText("All about this follower was erased."))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(ERASED_WITHIN_MILLIS));
    assertThat(panel.getByRole(AriaRole.BUTTON)).hasCount(0);
    assertThat(message(page, secret)).hasCount(0);
    assertThat(page.locator("follower-pane")).not().containsText(follower.displayName());
    assertThat(Screens.violations(page)).isEmpty();
  }

  @Test
  void howLongConversationsAreKeptIsChangedAfterAQuestion() {
    // Given
    Page page = screens.console("admin-1");
    page.navigate(stack.http() + "/console/#/settings");
    Locator card = page.locator("retention-card");
    assertThat(card.getByTestId("retention")).hasText("Conversations are kept for ever");
    card.getByRole(AriaRole.BUTTON, inside("Change")).click();
    card.getByLabel("Keep conversations for ever").uncheck();

    // When: too few at first
    card.getByLabel("Days after the last message").fill("7");
    card.getByRole(AriaRole.BUTTON, inside("Save")).click();
    assertThat(card.locator("input[name=days]:invalid")).hasCount(1);
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    card.getByLabel("Days after the last message").fill("36500");
    card.getByRole(AriaRole.BUTTON, inside("Save")).click();

    // Then
    Locator question = dialog(page, "Erase conversations after 36500 days?");
    assertThat(question).containsText("its messages, notes and files, for everybody");
    assertThat(question).containsText("Followers, their engagement history and the figures stay.");
    assertThat(question).containsText("This cannot be undone.");
    assertThat(Screens.violations(page)).isEmpty();
    question.getByRole(AriaRole.BUTTON, inside("Erase them")).click();
    assertThat(card.getByTestId("retention"))
        .hasText("Conversations are erased 36500 days after their last message");
    assertThat(Screens.violations(page)).isEmpty();
    Api admin = Api.as(stack, stack.person("admin-1"));
    assertThat(admin.get("/api/channels/demo/retention").body().get("days").asInt())
        .isEqualTo(36_500);
  }

  private String says(Person follower, String text) {
    try (ChatClient client = ChatClient.follower(stack, follower)) {
      return client.say(text).join().get("conversationId").asText();
    }
  }
}
