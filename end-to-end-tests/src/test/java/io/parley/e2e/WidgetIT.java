package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.parley.e2e.browser.Screens.composer;
import static io.parley.e2e.browser.Screens.message;
import static io.parley.e2e.browser.Screens.named;
import static io.parley.e2e.browser.Screens.press;
import static io.parley.e2e.browser.Screens.tabTo;
import static io.parley.e2e.browser.Screens.violations;
import static io.parley.e2e.browser.Screens.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.parley.e2e.browser.Line;
import io.parley.e2e.browser.Screens;
import io.parley.e2e.client.Api;
import io.parley.e2e.stack.Await;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The follower's screens: the list of channels, a channel's page, the widget there and elsewhere.
 */
@ExtendWith(SharedStack.class)
class WidgetIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Stack stack;
  private final Api agent;
  private final Api adminOfOther;
  private Screens screens;

  WidgetIT(Stack stack) {
    this.stack = stack;
    this.agent = Api.as(stack, stack.person("agent-1"));
    this.adminOfOther = Api.as(stack, stack.person("agent-3"));
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
  void aReloadInTheMiddleOfSendingLosesAndDoublesNothing() {
    // Given a message that has left, with nothing coming through in either direction
    Person person = stack.newFollower();
    Page page = screens.blankPage(ColorScheme.LIGHT);
    Line line = Line.of(page);
    screens.widget(page, person, "demo");
    writeAndWait(page, "First");
    line.fallAsleep();
    write(page, "Written into the dark");
    assertThat(message(page, "Written into the dark")).hasAttribute("data-state", "sent");

    // When
    page.reload();
    page.getByRole(AriaRole.BUTTON, named("Open chat")).click();

    // Then
    assertThat(message(page, "Written into the dark")).hasAttribute("data-state", "logged");
    assertThat(textsOf(person)).containsExactly("First", "Written into the dark");
  }

  @Test
  void afterALaptopsSleepBothDirectionsAreMadeUpFor() {
    // Given a connection that has died without a word
    Person person = stack.newFollower();
    Page page = screens.blankPage(ColorScheme.LIGHT);
    page.clock().install();
    Line line = Line.of(page);
    screens.widget(page, person, "demo");
    writeAndWait(page, "Good night");
    line.fallAsleep();
    int before = line.opened();
    agent.say(conversationOf(person), UUID.randomUUID().toString(), "said while it slept");

    // When the lid is opened again: no event of the network, only the clock has moved on
    page.clock().fastForward(60_000);
    write(page, "Good morning");
    page.clock().fastForward(11_000);

    // Then
    assertThat(message(page, "said while it slept")).hasCount(1);
    assertThat(message(page, "Good morning")).hasAttribute("data-state", "logged");
    assertThat(line.opened()).isGreaterThan(before);
    assertThat(textsOf(person))
        .containsExactly("Good night", "said while it slept", "Good morning");
  }

  @Test
  void twoTabsOfOneFollowerAreOneConversation() {
    // Given
    Person person = stack.newFollower();
    Page one = screens.widget(person, "demo");
    Page two = screens.widget(person, "demo");

    // When both write at once
    composer(one).fill("from one");
    composer(two).fill("from two");
    composer(one).press("Enter");
    composer(two).press("Enter");

    // Then each is there once, in the same order
    for (Page page : List.of(one, two)) {
      assertThat(page.getByTestId("message")).hasCount(2);
      assertThat(page.locator("[data-testid=message][data-state=logged]")).hasCount(2);
    }
    assertThat(one.locator(".bubble").allInnerTexts())
        .isEqualTo(two.locator(".bubble").allInnerTexts());
    assertThat(textsOf(person)).containsExactlyInAnyOrder("from one", "from two");

    // And what was read in one is read in the other
    two.getByRole(AriaRole.BUTTON, named("Close chat")).first().click();
    one.getByRole(AriaRole.BUTTON, named("Close chat")).first().click();
    agent.say(conversationOf(person), UUID.randomUUID().toString(), "An answer");
    assertThat(two.getByTestId("launcher-badge")).hasText("1");
    assertThat(two.getByTestId("peek")).containsText("An answer");
    one.getByRole(AriaRole.BUTTON, named("Open chat")).click();
    assertThat(two.getByTestId("launcher-badge")).hasCount(0);
  }

  @Test
  void chatDisabledWhileTheFollowerTypesKeepsTheDraft() {
    // Given
    setOther("TWO_WAY");
    Page page = screens.widget(stack.newPerson("other-follower"), "other");
    composer(page).fill("Half a thou");

    // When
    setOther("ONE_WAY");

    // Then there is no field, the reason is there, and the focus has not left the chat
    assertThat(page.getByTestId("one-way")).containsText("does not take messages");
    assertThat(page.getByTestId("draft-kept")).isVisible();
    assertThat(composer(page)).hasCount(0);
    assertThat(page.getByTestId("panel")).isFocused();

    // And with the field the draft and the focus come back
    setOther("TWO_WAY");
    assertThat(composer(page)).hasValue("Half a thou");
    assertThat(composer(page)).isFocused();
    setOther("ONE_WAY");
  }

  @Test
  void whatPeopleTypeNeverRuns() {
    // Given
    String markup =
        "<img src=x onerror=\"window.ran=1\"><script>window.ran=1</script> javascript:window.ran=1";
    Person person = stack.newPerson("other-follower");
    List<String> errors = new ArrayList<>();
    renameOther(markup.substring(0, 40));
    setOther("TWO_WAY");

    // When it is in the channel's name, in a message of one's own, and in the list's preview
    Page page = screens.blankPage(ColorScheme.LIGHT);
    Screens.onError(page, errors::add);
    screens.widget(page, person, "other");
    writeAndWait(page, markup);
    Page list = screens.logIn(screens.blankPage(ColorScheme.LIGHT), person.name(), "/follower/");

    // Then it is text
    assertThat(page.locator(".bubble")).hasText(markup);
    assertThat(page.locator(".bubble a")).hasCount(0);
    assertThat(page.getByTestId("channel-name")).hasText(markup.substring(0, 40));
    assertThat(list.getByTestId("preview")).containsText("<script>");
    assertThat(page.evaluate("window.ran ?? 0")).isEqualTo(0);
    assertThat(list.evaluate("window.ran ?? 0")).isEqualTo(0);
    assertThat(errors).isEmpty();
    renameOther("Other");
    setOther("ONE_WAY");
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void axeFindsNothing(ColorScheme theme) {
    // Given a conversation with both sides
    Person person = stack.newPerson("both-follower");
    Page page = screens.widget(screens.blankPage(theme), person, "demo");
    List<String> found = new ArrayList<>(violations(page));
    writeAndWait(page, "Hello");
    agent.say(
        conversationOf(person),
        UUID.randomUUID().toString(),
        "Good morning! https://shop.example/jackets");
    assertThat(message(page, "Good morning!")).hasCount(1);

    // When
    found.addAll(violations(page));
    page.getByRole(AriaRole.BUTTON, named("Close chat")).first().click();
    agent.say(conversationOf(person), UUID.randomUUID().toString(), "Are you still there?");
    assertThat(page.getByTestId("peek")).isVisible();
    found.addAll(violations(page));
    page.navigate(stack.http() + "/follower/");
    assertThat(page.getByTestId("inbox-row")).hasCount(2);
    found.addAll(violations(page));
    page.navigate(stack.http() + "/follower/?channel=other&open");
    assertThat(page.getByTestId("one-way")).isVisible();
    found.addAll(violations(page));

    // Then
    assertThat(found).isEmpty();
  }

  @Test
  void theWholeWayByKeyboardAlone() {
    // Given
    Person person = stack.newFollower();
    Page page = screens.logIn(screens.blankPage(ColorScheme.LIGHT), person.name(), "/follower/");
    assertThat(page.getByTestId("inbox-row")).hasCount(1);

    // When from the list to the channel, to its chat, and back out of it
    tabTo(page, page.getByTestId("inbox-row").getByRole(AriaRole.LINK));
    press(page, "Enter");
    Locator chat = page.getByRole(AriaRole.BUTTON, named("Chat"));
    assertThat(chat).isVisible();
    tabTo(page, chat);
    press(page, "Enter");
    assertThat(composer(page)).isFocused();
    page.keyboard().type("One line");
    press(page, "Shift+Enter");
    page.keyboard().type("and another");
    press(page, "Enter");
    assertThat(message(page, "One line")).hasAttribute("data-state", "logged");
    press(page, "Escape");

    // Then
    assertThat(page.getByRole(AriaRole.BUTTON, named("Open chat"))).isFocused();
    assertThat(textsOf(person)).containsExactly("One line\nand another");
  }

  @Test
  void theLogAnnouncesOnlyWhatIsNew() {
    // Given
    Person person = stack.newFollower();
    Page page = screens.widget(person, "demo");
    writeAndWait(page, "An old message");
    page.reload();
    // Before that there is no shadow root to watch.
    assertThat(page.getByRole(AriaRole.BUTTON, named("Open chat"))).isVisible();
    page.evaluate(
        """
        () => {
          window.announced = [];
          const root = document.querySelector('parley-chat')?.shadowRoot;
          new MutationObserver((changes) => {
            for (const { addedNodes } of changes) {
              for (const node of addedNodes) {
                const log = node.parentElement?.closest('[role=log]') ?? node.querySelector?.('[role=log]');
                if (log?.getAttribute('aria-live') === 'polite' && node.textContent.trim() !== '') {
                  window.announced.push(node.textContent.trim().split('\\n')[0]);
                }
              }
            }
          }).observe(root ?? document, { childList: true, subtree: true });
        }
        """);

    // When
    page.getByRole(AriaRole.BUTTON, named("Open chat")).click();
    assertThat(page.getByRole(AriaRole.LOG)).hasAttribute("aria-live", "polite");
    agent.say(conversationOf(person), UUID.randomUUID().toString(), "A new message");
    assertThat(message(page, "A new message")).hasCount(1);

    // Then
    String announced = page.evaluate("window.announced.join('|')").toString();
    assertThat(announced).contains("Agent 1").doesNotContain("An old message");
  }

  @Test
  void oneScriptTagEmbedsItOnAForeignPage() {
    // Given a shop on an origin of its own
    Person person = stack.newFollower();
    List<String> errors = new ArrayList<>();
    Page page = screens.blankPage(ColorScheme.LIGHT);
    Screens.onError(page, errors::add);
    page.navigate("http://localhost:" + (stack.port() + 9) + "/?as=" + person.name());
    assertThat(storedOn(page)).isZero();

    // When
    page.getByRole(AriaRole.BUTTON, named("Open chat")).click();
    writeAndWait(page, "Written in the shop");
    agent.say(conversationOf(person), UUID.randomUUID().toString(), "Answered in the console");

    // Then
    assertThat(message(page, "Answered in the console")).hasCount(1);
    assertThat(page.getByTestId("owner")).containsText("Agent 1 is looking after you");
    assertThat(errors).isEmpty();
  }

  private static int storedOn(Page page) {
    return (int) page.evaluate("localStorage.length + sessionStorage.length");
  }

  private static void writeAndWait(Page page, String text) {
    write(page, text);
    assertThat(page.getByTestId("message").last()).hasAttribute("data-state", "logged");
  }

  private String conversationOf(Person person) {
    return Await.value(
        "the conversation of " + person.name(),
        PATIENCE,
        () -> {
          String path = "/api/channels/demo/followers/" + person.name() + "/conversation";
          JsonNode id = agent.put(path, Api.object()).body().path("id");
          return Optional.of(id.asText()).filter(found -> !found.isEmpty());
        });
  }

  /** The texts of a conversation in channel demo, in the order of the log. */
  private List<String> textsOf(Person person) {
    List<String> texts = new ArrayList<>();
    JsonNode page =
        agent.get("/api/conversations/" + conversationOf(person) + "/events?after=0").body();
    for (JsonNode event : page.path("events")) {
      if (event.path("event").asText().equals("message-sent")) {
        texts.add(event.path("text").asText());
      }
    }
    return texts;
  }

  private void setOther(String mode) {
    assertThat(
            adminOfOther.put("/api/channels/other/chat", Api.object().put("mode", mode)).status())
        .isEqualTo(200);
  }

  private void renameOther(String name) {
    assertThat(
            adminOfOther
                .put(
                    "/api/channels/other",
                    Api.object().put("name", name).put("description", "News"))
                .status())
        .isEqualTo(200);
  }
}
