package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.parley.e2e.browser.Screens.composer;
import static io.parley.e2e.browser.Screens.dialog;
import static io.parley.e2e.browser.Screens.find;
import static io.parley.e2e.browser.Screens.inside;
import static io.parley.e2e.browser.Screens.message;
import static io.parley.e2e.browser.Screens.named;
import static io.parley.e2e.browser.Screens.open;
import static io.parley.e2e.browser.Screens.openById;
import static io.parley.e2e.browser.Screens.row;
import static io.parley.e2e.browser.Screens.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.parley.e2e.browser.Line;
import io.parley.e2e.browser.Screens;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes wrong between people and between machines, on real screens. */
@ExtendWith(SharedStack.class)
class ConsoleFaultsIT {
  private static final int RACES = 20;

  /** From now until both clicks: longer than it takes to tell both pages. */
  private static final int RUN_UP_MILLIS = 150;

  private final Stack stack;
  private Screens screens;

  ConsoleFaultsIT(Stack stack) {
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
  void twoAgentsClickSendAtTheSameInstant() {
    // Given
    List<String> conversations = stack.newFollowers(RACES).stream().map(this::ask).toList();
    Page one = screens.console("agent-1");
    Page two = screens.console("agent-2");
    Api api = Api.as(stack, stack.person("agent-1"));
    Map<String, Integer> won = new HashMap<>();
    for (String id : conversations) {
      for (Page page : List.of(one, two)) {
        openById(page, id);
        assertThat(page.getByTestId("status")).hasAttribute("data-status", "UNANSWERED");
        assertThat(message(page, "Who answers first?")).isVisible();
        composer(page).fill("I answer");
      }

      // When
      long instant = System.currentTimeMillis() + RUN_UP_MILLIS;
      sendAt(one, instant);
      sendAt(two, instant);

      // Then: one is asked, and told who has it; the draft is kept
      assertThat(one.getByTestId("status")).hasAttribute("data-status", "ACTIVE");
      boolean oneWon = one.getByTestId("owner").innerText().contains("you");
      Page loser = oneWon ? two : one;
      String winner = oneWon ? "Agent 1" : "Agent 2";
      assertThat(dialog(loser, "Take over?"))
          .containsText(winner + " has already taken this conversation. Take it over?");
      dialog(loser, "Take over?").getByRole(AriaRole.BUTTON, inside("No")).click();
      assertThat(composer(loser)).hasValue("I answer");
      assertThat(loser.getByTestId("owner")).containsText(winner);
      composer(loser).fill("");
      won.merge(winner, 1, Integer::sum);

      // And: nothing of the loser is stored
      JsonNode events = api.get("/api/conversations/" + id + "/events").body().get("events");
      assertThat(events.valueStream().map(event -> event.get("event").asText()))
          .containsExactly(
              "conversation-opened", "message-sent", "conversation-taken", "message-sent");
    }
    System.out.println(RACES + " races of clicks, one owner each: " + won);
  }

  private String ask(Person person) {
    try (ChatClient follower = ChatClient.follower(stack, person)) {
      return follower.say("Who answers first?").join().get("conversationId").asText();
    }
  }

  /** By the page's own clock, so that two pages click together although they are told in turn. */
  private static void sendAt(Page page, long instant) {
    page.getByRole(AriaRole.BUTTON, named("Send"))
        .evaluate(
            "(button, instant) => { setTimeout(() => button.click(), instant - Date.now()) }",
            (double) instant);
  }

  @Test
  void chatIsDisabledWhileTheFollowerTypes() {
    // Given
    Page admin = screens.console("agent-3");
    admin.navigate(stack.http() + "/console/#/settings");
    confirm(admin, "Enable live chat");
    Person person = stack.newPerson("other-follower");
    Page follower = screens.widget(person, "other");
    write(follower, "First");
    assertThat(message(follower, "First")).hasAttribute("data-state", "logged");
    composer(follower).pressSequentially("I was just about to");

    // When
    confirm(admin, "Disable live chat");

    // Then: the widget says why, nothing more is stored, and agents may still write
    assertThat(follower.getByTestId("one-way")).isVisible();
    assertThat(composer(follower)).hasCount(0);
    assertThat(admin.getByTestId("mode-since")).containsText("Set by Agent 3");
    admin.navigate(stack.http() + "/console/#/");
    open(admin, "Unanswered", person.displayName());
    write(admin, "You can read this");
    assertThat(message(follower, "You can read this")).isVisible();
    assertThat(message(admin, "about to")).hasCount(0);
  }

  private static void confirm(Page console, String action) {
    console.getByRole(AriaRole.BUTTON, named(action)).click();
    dialog(console, action).getByRole(AriaRole.BUTTON, inside(action)).click();
    String opposite = action.startsWith("Enable") ? "Disable live chat" : "Enable live chat";
    assertThat(console.getByRole(AriaRole.BUTTON, named(opposite))).isVisible();
  }

  @Test
  void anAgentOnTwoDevices() {
    // Given
    Person person = stack.newFollower();
    Page follower = screens.widget(person, "demo");
    Page desk = screens.console("agent-1");
    Page phone = screens.console("agent-1");
    write(follower, "On which device are you?");
    assertThat(find(desk, person.displayName()).getByTestId("row-unread")).isVisible();

    // When
    open(phone, "Unanswered", person.displayName());
    write(phone, "On my phone");

    // Then: what one device did, the other shows, and goes on with
    desk.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Active")).click();
    assertThat(row(desk, person.displayName()).getByTestId("row-owner")).hasText("You");
    assertThat(row(desk, person.displayName()).getByTestId("row-unread")).hasCount(0);
    row(desk, person.displayName()).click();
    write(desk, "And now at my desk");
    assertThat(message(phone, "And now at my desk")).hasCount(1);
    assertThat(dialog(desk, "Take over?")).hasCount(0);
    desk.getByRole(AriaRole.BUTTON, named("Finish")).click();
    assertThat(phone.getByTestId("finished-by")).containsText("Agent 1");
  }

  @Test
  void theAgentsLaptopSleeps() {
    // Given
    Person person = stack.newFollower();
    Page follower = screens.widget(person, "demo");
    Page agent = screens.blankPage(ColorScheme.LIGHT);
    Line line = Line.of(agent);
    screens.logIn(agent, "agent-1", "/console/");
    write(follower, "Before the sleep");
    open(agent, "Unanswered", person.displayName());
    write(agent, "I am here");
    assertThat(message(follower, "I am here")).isVisible();

    // When: neither side hears of the cut
    int opened = line.opened();
    line.fallAsleep();
    write(follower, "Written while you slept");
    assertThat(message(follower, "while you slept")).hasAttribute("data-state", "logged");
    write(agent, "I am back");

    // Then: both have everything, once and in order
    assertThat(message(follower, "I am back")).hasCount(1);
    assertThat(message(agent, "while you slept")).hasCount(1);
    assertThat(message(agent, "I am back")).hasAttribute("data-state", "logged");
    assertThat(agent.getByTestId("connection")).isEmpty();
    assertThat(seqs(agent)).isSorted().doesNotHaveDuplicates().isEqualTo(seqs(follower));
    assertThat(line.opened()).isGreaterThan(opened);
  }

  @Test
  void theFollowersLaptopSleeps() {
    // Given
    Person person = stack.newFollower();
    Page follower = screens.blankPage(ColorScheme.LIGHT);
    Line line = Line.of(follower);
    screens.widget(follower, person, "demo");
    Page agent = screens.console("agent-1");
    write(follower, "Before the sleep");
    open(agent, "Unanswered", person.displayName());
    write(agent, "I am here");
    assertThat(message(follower, "I am here")).isVisible();

    // When: neither side hears of the cut
    int opened = line.opened();
    line.fallAsleep();
    write(agent, "Written while you slept");
    assertThat(message(agent, "while you slept")).hasAttribute("data-state", "logged");
    write(follower, "I am back");

    // Then: both have everything, once and in order
    assertThat(message(agent, "I am back")).hasCount(1);
    assertThat(message(follower, "while you slept")).hasCount(1);
    assertThat(message(follower, "I am back")).hasAttribute("data-state", "logged");
    assertThat(seqs(follower)).isSorted().doesNotHaveDuplicates().isEqualTo(seqs(agent));
    assertThat(line.opened()).isGreaterThan(opened);
  }

  private static List<Integer> seqs(Page page) {
    return page.getByTestId("message").all().stream()
        .map(message -> Integer.valueOf(message.getAttribute("data-seq")))
        .toList();
  }
}
