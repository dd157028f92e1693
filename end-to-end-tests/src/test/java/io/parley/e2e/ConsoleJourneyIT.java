package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.parley.e2e.browser.Screens.composer;
import static io.parley.e2e.browser.Screens.dialog;
import static io.parley.e2e.browser.Screens.find;
import static io.parley.e2e.browser.Screens.inside;
import static io.parley.e2e.browser.Screens.message;
import static io.parley.e2e.browser.Screens.named;
import static io.parley.e2e.browser.Screens.open;
import static io.parley.e2e.browser.Screens.press;
import static io.parley.e2e.browser.Screens.row;
import static io.parley.e2e.browser.Screens.search;
import static io.parley.e2e.browser.Screens.tabTo;
import static io.parley.e2e.browser.Screens.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.parley.e2e.browser.Screens;
import io.parley.e2e.client.Api;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The agents' day in the console. */
@ExtendWith(SharedStack.class)
class ConsoleJourneyIT {
  private static final String MARKUP =
      "<img src=x onerror=\"window.ran=1\"><script>window.ran=1</script>";

  /** A headless browser has neither loudspeaker nor desktop, and its only tab is always visible. */
  private static final String CALLS_WRITTEN_DOWN =
      """
      window.rings = 0;
      window.notes = [];
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (at) { rings++; return start.call(this, at); };
      window.Notification = class extends Notification {
        constructor(title, options) {
          super(title, options);
          notes.push(title + ': ' + options.body);
        }
      };
      window.lookElsewhere = () =>
        Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
      """;

  private final Stack stack;
  private Screens screens;

  ConsoleJourneyIT(Stack stack) {
    this.stack = stack;
  }

  @BeforeEach
  void startBrowser() {
    screens = new Screens(stack);
  }

  @AfterEach
  void stopBrowser() {
    screens.close();
  }

  @Test
  void twoAgentsLookAfterTwoFollowers() {
    // Given
    Person ann = stack.newFollower();
    Person ben = stack.newFollower();
    Page annsPage = screens.widget(ann, "demo");
    Page bensPage = screens.widget(ben, "demo");
    Page one = screens.console("agent-1");
    Page two = screens.console("agent-2");

    // Both ask: the list has them without a reload.
    write(annsPage, "Hello, this is Ann");
    assertThat(message(annsPage, "this is Ann")).hasAttribute("data-state", "logged");
    write(bensPage, "Hello, this is Ben");
    assertThat(find(one, ben.displayName())).isVisible();

    // Opening has no side effect; each agent answers one.
    open(one, "Unanswered", ann.displayName());
    open(two, "Unanswered", ben.displayName());
    assertThat(one.getByTestId("status")).hasAttribute("data-status", "UNANSWERED");
    write(one, "Good morning Ann");
    write(two, "Good morning Ben");
    assertThat(one.getByTestId("owner")).containsText("you");
    assertThat(annsPage.getByTestId("owner")).containsText("Agent 1");
    assertThat(bensPage.getByTestId("owner")).containsText("Agent 2");

    // What is said to one is not said to the other.
    assertThat(message(bensPage, "Good morning Ann")).hasCount(0);

    // A private note and a transfer: agents see both, the follower neither, and nothing is missing.
    press(one, "Alt+n");
    one.keyboard().type("Ann is a regular: be generous");
    press(one, "Enter");
    assertThat(message(one, "be generous")).hasClass(Pattern.compile("note"));
    press(one, "Alt+t");
    one.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Transfer: Agent 2"))
        .click();
    assertThat(one.getByTestId("owner")).containsText("Agent 2");
    assertThat(two.getByTestId("notices")).containsText("Agent 1 gave you the conversation");
    open(two, "Active", ann.displayName());
    assertThat(message(two, "be generous")).hasCount(1);
    write(two, "Hello Ann, I take over from my colleague");
    assertThat(message(annsPage, "from my colleague")).isVisible();
    assertThat(message(annsPage, "be generous")).hasCount(0);
    assertThat(annsPage.getByText("gave the conversation")).hasCount(0);

    // An engagement, looked at before it is sent.
    two.getByRole(AriaRole.BUTTON, named("Send an engagement")).click();
    Locator picker = dialog(two, "Send an engagement");
    picker.locator("li button").first().click();
    String title = picker.locator(".card strong").innerText();
    picker.getByRole(AriaRole.BUTTON, inside("Send")).click();
    assertThat(annsPage.getByText(title).first()).isVisible();

    // Finished, by whom and when; the follower's past says it, too.
    two.getByRole(AriaRole.BUTTON, named("Finish")).click();
    assertThat(one.getByTestId("finished-by"))
        .containsText(Pattern.compile("Agent 2.*\\d", Pattern.DOTALL));
    assertThat(two.getByTestId("cycle").first()).containsText("Finished by Agent 2");
    assertThat(annsPage.getByTestId("finished-hint")).isVisible();
  }

  @Test
  void theWholeJourneyByTheKeyboardAlone() {
    // Given
    Person person = stack.newFollower();
    Page follower = screens.widget(person, "demo");
    write(follower, "Who can help me?");
    assertThat(message(follower, "Who can help me?")).hasAttribute("data-state", "logged");
    Page agent = screens.blankPage(ColorScheme.LIGHT);
    agent.navigate(stack.http() + "/console/");

    // Logging in.
    tabTo(agent, agent.getByRole(AriaRole.BUTTON, named("Log in")));
    press(agent, "Enter");
    tabTo(agent, agent.getByLabel("Name"));
    agent.keyboard().type("agent-1");
    press(agent, "Enter");
    assertThat(agent.getByTestId("row").first()).isVisible();

    // Finding and opening the conversation.
    press(agent, "/");
    agent.keyboard().type(person.displayName());
    assertThat(agent.getByTestId("row")).hasCount(1);
    tabTo(agent, row(agent, person.displayName()));
    press(agent, "Enter");
    assertThat(composer(agent)).isFocused();

    // Answering, sending something, finishing, and back to the list.
    agent.keyboard().type("I can");
    press(agent, "Shift+Enter");
    agent.keyboard().type("What is it?");
    press(agent, "Enter");
    assertThat(agent.getByTestId("owner")).containsText("you");
    assertThat(message(follower, "I can\nWhat is it?")).isVisible();
    press(agent, "Alt+g");
    assertThat(dialog(agent, "Send an engagement").locator("li button").first()).isFocused();
    press(agent, "Enter");
    assertThat(dialog(agent, "Send an engagement").getByRole(AriaRole.BUTTON, inside("Send")))
        .isFocused();
    press(agent, "Enter");
    assertThat(follower.locator(".card")).hasCount(1);
    press(agent, "Alt+e");
    assertThat(agent.getByTestId("finished-by")).containsText("Agent 1");
    press(agent, "?");
    assertThat(dialog(agent, "Keyboard shortcuts")).hasCount(0);
    composer(agent).fill("");
    press(agent, "Escape");
    assertThat(agent.locator("thread-head")).hasCount(0);
    press(agent, "?");
    assertThat(dialog(agent, "Keyboard shortcuts")).isVisible();
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void everyScreenIsAccessible(ColorScheme theme) {
    // Given
    Person person = stack.newFollower();
    write(screens.widget(person, "demo"), "Is everything readable?");
    Page page = screens.blankPage(theme);
    page.navigate(stack.http() + "/console/");
    List<String> found = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    Screens.onError(page, errors::add);

    // When
    assertThat(page.getByRole(AriaRole.BUTTON, named("Log in"))).isVisible();
    look(page, "login", found);
    screens.logIn(page, "admin-1", "/console/");
    assertThat(page.getByTestId("row").first()).isVisible();
    look(page, "list", found);
    open(page, "Unanswered", person.displayName());
    assertThat(message(page, "Is everything readable?")).isVisible();
    look(page, "thread", found);
    page.getByRole(AriaRole.BUTTON, named("Send an engagement")).click();
    assertThat(dialog(page, "Send an engagement")).isVisible();
    look(page, "engagements", found);
    press(page, "Escape", "Alt+n");
    look(page, "note", found);
    page.navigate(stack.http() + "/console/#/settings");
    assertThat(page.getByRole(AriaRole.BUTTON, named("Disable live chat"))).isVisible();
    look(page, "settings", found);
    page.getByRole(AriaRole.BUTTON, named("New engagement")).click();
    page.getByRole(AriaRole.BUTTON, named("New canned reply")).click();
    look(page, "editing", found);
    page.getByRole(AriaRole.BUTTON, named("Disable live chat")).click();
    look(page, "confirmation", found);

    // Then
    assertThat(found).isEmpty();
    assertThat(errors).isEmpty();
  }

  private static void look(Page page, String screen, List<String> found) {
    Screens.violations(page).forEach(violation -> found.add(screen + ": " + violation));
  }

  @Test
  void markupNeverRuns() {
    // Given
    Person person = stack.newFollower();
    Page follower = screens.widget(person, "demo");
    Page agent = screens.console("agent-1");
    String fileName = "<img src=x onerror=window.ran=1>.txt";

    // When
    follower.getByRole(AriaRole.BUTTON, named("Attach a file")).click();
    follower
        .waitForFileChooser(() -> follower.getByRole(AriaRole.MENUITEM, named("Document")).click())
        .setFiles(new FilePayload(fileName, "text/plain", "Text".getBytes(UTF_8)));
    assertThat(follower.getByTestId("upload")).hasAttribute("data-state", "ready");
    write(follower, MARKUP + " javascript:window.ran=1 from the follower");
    open(agent, "Unanswered", person.displayName());
    write(agent, MARKUP + " from the agent");
    press(agent, "Alt+n");
    write(agent, MARKUP + " in a note");

    // Then
    assertThat(message(agent, "from the follower")).containsText(MARKUP);
    assertThat(message(agent, "from the follower")).containsText(fileName);
    assertThat(message(follower, "from the follower")).containsText(fileName);
    assertThat(message(agent, "from the agent")).containsText(MARKUP);
    assertThat(message(agent, "in a note")).containsText(MARKUP);
    assertThat(message(follower, "from the agent")).containsText(MARKUP);
    assertThat(message(agent, "javascript:").locator("a[href^=javascript]")).hasCount(0);
    assertThat(agent.evaluate("window.ran === undefined")).isEqualTo(true);
    assertThat(follower.evaluate("window.ran === undefined")).isEqualTo(true);
  }

  @Test
  void anAgentWhoLooksElsewhereIsCalled() {
    // Given: what the browser is asked to play and to show is written down, too
    Person person = stack.newFollower();
    Page agent = screens.blankPage(ColorScheme.LIGHT);
    agent.context().grantPermissions(List.of("notifications"));
    agent.addInitScript(CALLS_WRITTEN_DOWN);
    screens.logIn(agent, "agent-1", "/console/");
    agent.navigate(stack.http() + "/console/#/settings");
    agent.getByLabel("Notify me when the console is hidden").check();
    agent.evaluate("lookElsewhere()");

    // When
    write(screens.widget(person, "demo"), "Is anybody there? My secret is 4711");

    // Then: who waits is said, never what was written
    agent.waitForFunction(
        "title => rings > 0 && notes.some((note) => note.startsWith(title))",
        person.displayName() + " is waiting");
    assertThat(agent.evaluate("notes.join()")).asString().doesNotContain("4711");
    assertThat(agent).hasTitle(Pattern.compile("\\(\\d+\\) .*"));
  }

  @Test
  void aSearchFindsWhatIsWrittenAfterwards() {
    // Given
    String word = "zinnia" + System.nanoTime();
    Person early = stack.newFollower();
    Person late = stack.newFollower();
    write(screens.widget(early, "demo"), "Do you have " + word + "?");
    Page lates = screens.widget(late, "demo");
    write(lates, "Good morning");
    Page agent = screens.console("agent-1");
    find(agent, early.displayName());
    // Nothing found first: then one found is the answer to this search.
    search(agent, "no-" + word);
    assertThat(agent.getByTestId("row")).hasCount(0);
    search(agent, word);
    assertThat(agent.getByTestId("row")).hasCount(1);

    // When
    write(lates, "I look for " + word.toUpperCase(Locale.ROOT) + ", too");

    // Then
    assertThat(agent.getByTestId("row")).hasCount(2);
    assertThat(row(agent, late.displayName())).isVisible();
  }

  @Test
  void theChannelsPageSaysWhatItsAdminWrites() {
    // Given
    String said = "All about tea, since " + System.nanoTime();
    Page admin = screens.console("agent-3");
    admin.navigate(stack.http() + "/console/#/settings");
    admin.getByRole(AriaRole.BUTTON, named("Edit channel page")).click();

    // When
    admin.getByLabel("What the channel is").fill(said);
    admin.getByRole(AriaRole.BUTTON, named("Save")).click();

    // Then
    assertThat(admin.getByTestId("profile-description")).hasText(said);
    Page follower = screens.blankPage(ColorScheme.LIGHT);
    screens.logIn(follower, stack.newPerson("other-follower").name(), "/follower/?channel=other");
    assertThat(follower.getByTestId("description")).hasText(said);
  }

  @Test
  void theEdgeForbidsInlineScripts() {
    // Given
    Api anybody = Api.anonymous(stack);

    // When
    List<String> policies =
        List.of("/", "/console/", "/follower/").stream()
            .map(path -> anybody.get(path).headers().first("content-security-policy").orElse(""))
            .toList();

    // Then
    assertThat(policies)
        .allSatisfy(
            policy ->
                assertThat(policy)
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe-inline"));
  }
}
