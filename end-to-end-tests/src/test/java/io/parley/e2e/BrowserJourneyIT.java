package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.parley.e2e.browser.Screens;
import io.parley.e2e.stack.Parley;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life of a conversation on real screens, each person in a browser of their own. */
@ExtendWith(SharedStack.class)
class BrowserJourneyIT {
  private static final double PATIENCE_MILLIS = 30_000;
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run");

  /** With this system property the console's picture is written for the README. */
  private static final boolean FOR_README = Boolean.getBoolean("parley.readme.picture");

  private final Stack stack;
  private Playwright playwright;
  private Browser browser;

  BrowserJourneyIT(Stack stack) {
    this.stack = stack;
  }

  @BeforeEach
  void startBrowser() {
    // The machine's own Chromium drives these tests: nothing is downloaded.
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(chromium()).setArgs(FLAGS));
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
  }

  @AfterEach
  void stopBrowser() {
    browser.close();
    playwright.close();
  }

  @Test
  void fromTheFirstQuestionToTheNextOne() {
    // Given
    Person person = stack.newFollower();
    String name = person.displayName();
    Page follower = openWidget(person, "demo");
    Page agent1 = openConsole("agent-1");
    Page agent2 = openConsole("agent-2");

    // The follower writes: Unanswered for every agent.
    write(follower, "Hello! Is the rain jacket coming back in size M?");
    assertThat(message(follower, "rain jacket")).hasAttribute("data-state", "logged");
    Screens.open(agent1, "Unanswered", name);
    Screens.open(agent2, "Unanswered", name);
    assertThat(agent2.getByTestId("status")).hasAttribute("data-status", "UNANSWERED");

    // agent-1 answers: Active, and everybody sees the owner.
    write(agent1, "Good morning! It is, on Thursday. Shall I keep one for you?");
    assertThat(agent1.getByTestId("status")).hasAttribute("data-status", "ACTIVE");
    assertThat(agent1.getByTestId("owner")).containsText("you");
    assertThat(agent2.getByTestId("owner")).containsText("Agent 1");
    assertThat(follower.getByTestId("owner")).containsText("Agent 1");
    write(follower, "Yes please, in green <b>not bold</b>");
    assertThat(message(agent1, "<b>not bold</b>")).hasCount(1);
    picture(agent1, "console");
    picture(follower, "widget");

    // agent-2 writes: a warning, nothing stored, the draft kept; confirmed, the owner changes.
    write(agent2, "I can help, too.");
    Locator warning = agent2.getByRole(AriaRole.DIALOG, named("Take over?"));
    assertThat(warning).containsText("Agent 1 has already taken this conversation. Take it over?");
    assertThat(message(agent1, "I can help, too.")).hasCount(0);
    warning.getByRole(AriaRole.BUTTON, inside("Yes")).click();
    assertThat(agent2.getByTestId("owner")).containsText("you");
    assertThat(agent1.getByTestId("owner")).containsText("Agent 2");
    assertThat(message(agent1, "I can help, too.")).hasCount(1);
    assertThat(follower.getByTestId("owner")).containsText("Agent 2");

    // agent-2 finishes: by whom and when.
    agent2.getByRole(AriaRole.BUTTON, named("Finish")).click();
    assertThat(agent1.getByTestId("status")).hasAttribute("data-status", "FINISHED");
    assertThat(agent1.getByTestId("finished-by"))
        .containsText(Pattern.compile("Agent 2.*\\d", Pattern.DOTALL));
    assertThat(follower.getByTestId("finished-hint")).isVisible();

    // The follower writes again: Unanswered, without owner.
    write(follower, "One more thing");
    assertThat(agent1.getByTestId("status")).hasAttribute("data-status", "UNANSWERED");
    assertThat(agent1.getByTestId("owner")).not().containsText("Agent");
    assertThat(message(agent1, "One more thing")).hasCount(1);
  }

  @Test
  void aOneWayChannelSaysWhyAndOpensWhenChatIsEnabled() {
    // Given
    Page follower = openWidget(stack.person("other-follower-77"), "other");
    Page admin = openConsole("agent-3");
    assertThat(follower.getByTestId("one-way")).isVisible();
    assertThat(follower.getByRole(AriaRole.TEXTBOX, named("Message"))).hasCount(0);

    // When
    admin.navigate(stack.http() + "/console/#/settings");
    confirm(admin, "Enable live chat");

    // Then
    assertThat(follower.getByTestId("one-way")).hasCount(0);
    write(follower, "At last!");
    assertThat(message(follower, "At last!")).hasAttribute("data-state", "logged");

    // And disabled again, the composer goes.
    confirm(admin, "Disable live chat");
    assertThat(follower.getByTestId("one-way")).isVisible();
    assertThat(follower.getByRole(AriaRole.TEXTBOX, named("Message"))).hasCount(0);
  }

  private Page openWidget(Person person, String channel) {
    Page page = logIn(person.name(), "/follower/?channel=" + channel);
    page.getByRole(AriaRole.BUTTON, named("Open chat")).click();
    assertThat(page.getByTestId("panel")).isVisible();
    return page;
  }

  private Page openConsole(String agent) {
    return logIn(agent, "/console/");
  }

  private Page logIn(String name, String path) {
    BrowserContext context =
        browser.newContext(new Browser.NewContextOptions().setViewportSize(1440, 900));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    Page page = context.newPage();
    page.navigate(stack.http() + path);
    page.getByRole(AriaRole.BUTTON, named("Log in")).click();
    page.getByLabel("Name").fill(name);
    page.getByRole(AriaRole.BUTTON, named("Log in")).click();
    assertThat(page.getByTestId("logged-in-as")).isVisible();
    return page;
  }

  private static void write(Page page, String text) {
    Locator composer = page.getByRole(AriaRole.TEXTBOX, named("Message"));
    composer.fill(text);
    composer.press("Enter");
  }

  private static Locator message(Page page, String text) {
    return page.getByTestId("message").filter(new Locator.FilterOptions().setHasText(text));
  }

  private static void confirm(Page console, String action) {
    console.getByRole(AriaRole.BUTTON, named(action)).click();
    console.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON, inside(action)).click();
  }

  private static void picture(Page page, String name) {
    Path target = Path.of("target", name + ".png");
    Path shown = FOR_README ? Parley.home().resolve("docs/images").resolve(name + ".png") : target;
    page.screenshot(new Page.ScreenshotOptions().setPath(shown));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Locator.GetByRoleOptions inside(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Path chromium() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("These tests need Chromium: apt-get install chromium"));
  }
}
