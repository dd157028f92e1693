package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.parley.e2e.browser.Screens.message;
import static io.parley.e2e.browser.Screens.named;
import static io.parley.e2e.browser.Screens.open;
import static io.parley.e2e.browser.Screens.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.parley.e2e.browser.Screens;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.stack.Await;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One figure, wherever it is looked at: on the card, in the report, in the file. */
@ExtendWith(SharedStack.class)
class AnalyticsConsoleIT {
  private static final String LAST_24_HOURS = "/api/channels/demo/analytics/last-24-hours";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Stack stack;
  private Screens screens;

  AnalyticsConsoleIT(Stack stack) {
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
  void aFinishIsOnTheCardAtOnceAndInTableAndFile() throws IOException {
    // Given
    Person ann = stack.newFollower();
    Page follower = screens.widget(ann, "demo");
    Page agent = screens.console("agent-1");
    Page analyst = screens.console("admin-1");
    awaitSettled();
    int onTheCard = finishedOnCard(agent);
    int inTheReport = finishedInReport(analyst);

    // When
    write(follower, "Hello, this is Ann");
    open(agent, "Unanswered", ann.displayName());
    write(agent, "Good morning Ann");
    assertThat(message(follower, "Good morning Ann")).isVisible();
    agent.getByRole(AriaRole.BUTTON, named("Finish")).click();

    // Then
    assertThat(value(agent, "finished")).hasText(text(onTheCard + 1));
    assertThat(value(agent, "response")).not().hasText("—");
    assertThat(value(agent, "handling")).not().hasText("—");
    assertThat(finishedInReport(analyst)).isEqualTo(inTheReport + 1);
    assertThat(finishedInFile(analyst)).isEqualTo(inTheReport + 1);
  }

  @Test
  void withoutAnalyticsServiceChatGoesOnAndTheCardsComeBack() {
    // Given
    Person ben = stack.newFollower();
    Page follower = screens.widget(ben, "demo");
    Page agent = screens.console("agent-1");
    awaitSettled();
    int before = finishedOnCard(agent);

    // When
    long killed = stack.kill("analytics-service");
    write(follower, "Hello, this is Ben");
    open(agent, "Unanswered", ben.displayName());
    write(agent, "Good morning Ben");
    assertThat(message(follower, "Good morning Ben")).isVisible();
    agent.getByRole(AriaRole.BUTTON, named("Finish")).click();
    assertThat(agent.getByTestId("finished-by")).containsText("Agent 1");
    stack.awaitRestart("analytics-service", killed);

    // Then
    // A console whose questions failed asks ever more rarely, at the latest after half a minute.
    assertThat(value(agent, "finished"))
        .hasText(text(before + 1), new LocatorAssertions.HasTextOptions().setTimeout(90_000));
    assertThat(agent.getByTestId("figures-problem")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void theFiguresAreAccessible(ColorScheme theme) {
    // Given
    ask(stack.newFollower());
    Page page = screens.console("admin-1", theme);
    List<String> errors = new ArrayList<>();
    Screens.onError(page, errors::add);

    // When
    page.getByTestId("card-response").focus();
    assertThat(page.getByRole(AriaRole.TOOLTIP)).isVisible();
    List<String> found = new ArrayList<>(Screens.violations(page));
    openReport(page);
    chart(page).getByText("Show as table").click();
    assertThat(chart(page).getByRole(AriaRole.TABLE)).isVisible();
    found.addAll(Screens.violations(page));

    // Then
    assertThat(found).isEmpty();
    assertThat(errors).isEmpty();
  }

  // ---- what is looked at ----------------------------------------------------------------------

  private static Locator value(Page console, String card) {
    return console.getByTestId("card-" + card).getByTestId("card-value");
  }

  /** As the service has it, once the card says the same. */
  private int finishedOnCard(Page console) {
    int finished =
        Api.as(stack, stack.person("agent-1")).get(LAST_24_HOURS).body().path("finished").asInt(-1);
    assertThat(value(console, "finished")).hasText(text(finished));
    return finished;
  }

  private static String text(int count) {
    return String.format(Locale.ENGLISH, "%,d", count);
  }

  private static int number(Locator cell) {
    return Integer.parseInt(cell.innerText().replace(",", ""));
  }

  private static Locator chart(Page console) {
    return console.getByTestId("chart-chats");
  }

  private static void openReport(Page console) {
    console.getByRole(AriaRole.LINK, named("Analytics")).click();
    assertThat(chart(console).locator("canvas")).isVisible();
  }

  /** Finished in the last seven days, as the chart's table has it when asked anew. */
  private static int finishedInReport(Page console) {
    openReport(console);
    console.waitForResponse(
        response -> response.url().contains("/analytics?") && response.ok(),
        () -> console.getByRole(AriaRole.BUTTON, named("Refresh")).click());
    assertThat(console.getByTestId("report")).hasAttribute("aria-busy", "false");
    Locator table = chart(console).getByRole(AriaRole.TABLE);
    if (!table.isVisible()) {
      chart(console).getByText("Show as table").click();
    }
    return number(table.getByRole(AriaRole.ROW).nth(1).locator("td").nth(4));
  }

  private static int finishedInFile(Page console) throws IOException {
    Download file =
        console.waitForDownload(
            () -> console.getByRole(AriaRole.BUTTON, named("Download CSV")).click());
    assertThat(file.suggestedFilename())
        .matches("demo-\\d{4}-\\d\\d-\\d\\d-\\d{4}-\\d\\d-\\d\\d.csv");
    List<String[]> rows =
        Files.readAllLines(file.path()).stream().map(line -> line.split(",", -1)).toList();
    int agent = List.of(rows.getFirst()).indexOf("agent_id");
    int finished = List.of(rows.getFirst()).indexOf("finished");
    return rows.stream()
        .skip(1)
        .filter(row -> row[agent].isEmpty())
        .mapToInt(row -> Integer.parseInt(row[finished]))
        .sum();
  }

  /** What other tests have finished is in the figures, too. */
  private void awaitSettled() {
    Api api = Api.as(stack, stack.person("agent-1"));
    Await.until(
        "the figures know of all that is open",
        PATIENCE,
        () -> {
          var counts = api.get("/api/channels/demo/conversations?limit=1").body().path("counts");
          var figures = api.get(LAST_24_HOURS).body();
          return counts.path("ACTIVE").asInt(-1) == figures.path("activeNow").asInt(-2)
              && counts.path("UNANSWERED").asInt(-1) == figures.path("unansweredNow").asInt(-2);
        });
  }

  private void ask(Person person) {
    try (ChatClient client = ChatClient.follower(stack, person)) {
      client.say("Is everything readable?").join();
    }
  }
}
