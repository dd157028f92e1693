package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.parley.e2e.browser.Screens;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.stack.CaseCount;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people may write arrives as it was written, and stays text wherever it is shown. */
@ExtendWith({SharedStack.class, CaseCount.class})
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ContentIT {
  private static final String LONGEST = "é".repeat(8_000);

  private final Stack stack;

  ContentIT(Stack stack) {
    this.stack = stack;
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("an element that runs", "<img src=x onerror=\"window.ran=1\">"),
        Arguments.of("a script", "<script>window.ran=1</script>"),
        Arguments.of("the end of an element", "</span></div><b>bold</b>"),
        Arguments.of("a frame", "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>"),
        Arguments.of("a drawing", "<svg onload=window.ran=1><animate onbegin=window.ran=1>"),
        Arguments.of("entities", "&lt;b&gt; &amp;amp; &#60;script&#62;"),
        Arguments.of("a javascript: link", "javascript:window.ran=1"),
        Arguments.of(
            "a disguised one", "JaVa\tScRiPt:window.ran=1 data:text/html,<script>1</script>"),
        Arguments.of("Markdown", "[click](javascript:window.ran=1) ![x](x) `code`"),
        Arguments.of("templates", "${window.ran=1} {{constructor.constructor('ran=1')()}}"),
        Arguments.of("SQL", "'; DROP TABLE conversation; --"),
        Arguments.of("JSON", "{\"type\":\"event\",\"seq\":1} \\u0041 \\\" \\\\"),
        Arguments.of("joined emoji", "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇳🇴 1️⃣"),
        Arguments.of("combining marks", "e\u0301 is not \u00e9; Z\u0351\u036b\u0343\u036a\u0302"),
        Arguments.of("right to left", "שלום \u202egnp.exe\u202c مرحبا"),
        Arguments.of("beyond the first plane", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠜎 \udbff\udffd"),
        Arguments.of("zero width within", "a\u200bb\u200dc\ufeffd"),
        Arguments.of("lines and tabs", "one\n\n\ttwo\r\nthree\u2028four"),
        Arguments.of("as long as may be", LONGEST));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void aTextArrivesAsItWasWritten(String name, String text) {
    // Given
    Api agent = Api.as(stack, stack.person("agent-1"));
    try (ChatClient follower = ChatClient.follower(stack, stack.newFollower())) {

      // When: both ways, one by socket and one by REST
      String conversation = follower.say(text).join().get("conversationId").asText();
      Api.Answer answered = agent.say(conversation, ChatClient.newId(), text);

      // Then
      assertThat(answered.status()).as(answered.body().toString()).isEqualTo(200);
      JsonNode events =
          agent.get("/api/conversations/" + conversation + "/events").body().get("events");
      assertThat(events.valueStream().filter(event -> event.has("text")))
          .extracting(event -> event.get("text").asText())
          .containsExactly(text, text);
      follower.awaitEvent(
          conversation,
          event ->
              event.path("text").asText().equals(text)
                  && event.at("/sender/role").asText().equals("AGENT"));
    }
  }

  @Test
  void noneOfThemIsMoreThanTextOnAScreen() {
    // Given
    Person person = stack.newFollower();
    String conversation = "";
    try (ChatClient follower = ChatClient.follower(stack, person)) {
      for (Arguments each : texts().toList()) {
        conversation = follower.say((String) each.get()[1]).join().get("conversationId").asText();
      }
    }
    try (Screens screens = new Screens(stack)) {

      // When
      Page widget = screens.widget(person, "demo");
      Page console = screens.console("agent-1");
      Screens.openById(console, conversation);

      // Then
      for (Page page : new Page[] {widget, console}) {
        Locator messages = page.getByTestId("message");
        PlaywrightAssertions.assertThat(messages).hasCount((int) texts().count());
        PlaywrightAssertions.assertThat(
                messages.locator("img, script, iframe, svg animate, b, a[href^='javascript' i]"))
            .hasCount(0);
        PlaywrightAssertions.assertThat(messages.first())
            .containsText("<img src=x onerror=\"window.ran=1\">");
        assertThat(page.evaluate("window.ran ?? 0")).isEqualTo(0);
      }
    }
  }
}
