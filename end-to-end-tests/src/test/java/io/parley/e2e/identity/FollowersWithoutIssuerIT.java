package io.parley.e2e.identity;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.parley.e2e.browser.Screens;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.ChatClient;
import io.parley.e2e.client.Handshake;
import io.parley.e2e.client.Socket;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** People whom no issuer knows: a partner vouches for them, or nobody does. */
@ExtendWith(SharedStack.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FollowersWithoutIssuerIT {
  private static final String KEYS = "/api/channels/demo/identity-keys";
  private static final KeyPair PARTNER = newKey();

  private final Stack stack;
  private final Api admin;

  FollowersWithoutIssuerIT(Stack stack) {
    this.stack = stack;
    this.admin = Api.as(stack, stack.person("admin-1"));
  }

  @BeforeEach
  void register() {
    retireAll(admin);
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(PARTNER.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    Api.Answer added = admin.post(KEYS, Api.object().put("publicKey", pem));
    assertThat(added.status()).isEqualTo(200);
  }

  @AfterEach
  void leaveAsFound() {
    retireAll(admin);
    admin.put("/api/channels/demo/visitors", Api.object().put("allowed", false));
  }

  @Test
  void whomThePartnerVouchesForChatsAndIsReadAndAnswered() {
    // Given
    String customer = "customer-" + UUID.randomUUID();
    Person person = new Person("verified:demo:" + customer, identify(identityToken(customer)));
    String conversation;

    // When
    try (ChatClient client = ChatClient.follower(stack, person)) {
      conversation = client.say("Where is my parcel?").join().get("conversationId").asText();
      Api.Answer answered =
          Api.as(stack, stack.person("agent-1")).say(conversation, ChatClient.newId(), "At yours.");
      assertThat(answered.status()).isEqualTo(200);
      client.awaitEvent(conversation, event -> event.path("text").asText().equals("At yours."));
    }

    // Then
    Api.Answer read =
        Api.as(stack, stack.person("agent-1")).get("/api/conversations/" + conversation);
    assertThat(read.body().at("/follower/id").asText()).isEqualTo("verified:demo:" + customer);
    assertThat(read.body().at("/follower/name").asText()).isEqualTo("Wilma");
  }

  @Test
  void theirTokenIsAFollowersOfOneChannelAndNothingElse() {
    // Given
    String token = identify(identityToken("customer-1"));

    // When
    int agentSocket = Socket.handshakeStatus(Handshake.of(stack.socket("agent"), token));
    int identityTokenItself =
        Socket.handshakeStatus(Handshake.of(stack.socket("follower"), identityToken("customer-1")));
    Api.Answer rest = Api.withToken(stack, token).get("/api/channels/demo/conversations");
    Api.Answer files = Api.withToken(stack, token).get("/api/attachments/" + UUID.randomUUID());

    // Then
    assertThat(agentSocket).isIn(401, 403);
    assertThat(identityTokenItself).isEqualTo(401);
    assertThat(rest.status()).isIn(401, 403);
    assertThat(files.status()).isEqualTo(404);
  }

  @Test
  void aTokenThatClaimsToBeTheSuitesOwnOpensNothing() {
    // Given: everything as in a good one, and a signature of somebody else
    String[] good = identify(identityToken("customer-2")).split("\\.", -1);
    String forged = good[0] + "." + good[1] + "." + identityToken("customer-2").split("\\.", -1)[2];
    String unsigned = good[0] + "." + good[1] + ".";

    // When
    int withForged = Socket.handshakeStatus(Handshake.of(stack.socket("follower"), forged));
    int withNone = Socket.handshakeStatus(Handshake.of(stack.socket("follower"), unsigned));
    Api.Answer files = Api.withToken(stack, forged).get("/api/attachments/" + UUID.randomUUID());

    // Then
    assertThat(withForged).isEqualTo(401);
    assertThat(withNone).isEqualTo(401);
    assertThat(files.status()).isEqualTo(401);
  }

  @Test
  void aRetiredKeySpeaksForNobody() {
    // Given
    String identityToken = identityToken("customer-3");
    int before = exchange(identityToken).status();

    // When
    retireAll(admin);

    // Then
    assertThat(before).isEqualTo(200);
    assertThat(exchange(identityToken).status()).isEqualTo(401);
  }

  @Test
  void theWidgetIsAVisitorsAfterItIsOpenedAndTheSameOneNextTime() {
    // Given
    admin.put("/api/channels/demo/visitors", Api.object().put("allowed", true));
    try (Screens screens = new Screens(stack)) {
      Page page = screens.blankPage(ColorScheme.LIGHT);
      page.navigate(shop() + "/?as=nobody");
      assertThat(page.locator("parley-chat")).hasCount(1);
      Object stored = page.evaluate("localStorage.length");
      String question = "Do you ship to Norway? " + UUID.randomUUID();

      // When
      openChat(page);
      Screens.write(page, question);
      assertThat(Screens.message(page, question)).hasAttribute("data-state", "logged");
      page.reload();
      openChat(page);

      // Then
      assertThat(Screens.message(page, question)).hasCount(1);
      assertThat(stored).isEqualTo(0);
      assertThat(page.evaluate("Object.keys(localStorage).join()"))
          .isEqualTo("parley-visitor:" + stack.http() + ":demo");
    }
  }

  @Test
  void theWidgetTakesWhatThePagesServerSigns() {
    // Given
    String customer = "customer-" + UUID.randomUUID();
    try (Screens screens = new Screens(stack)) {
      Page page = screens.blankPage(ColorScheme.LIGHT);
      signsIn(page, customer);
      page.navigate(shop());
      openChat(page);

      // When
      Screens.write(page, "It is me");

      // Then
      assertThat(Screens.message(page, "It is me")).hasAttribute("data-state", "logged");
      Api.Answer found =
          Api.as(stack, stack.person("agent-1"))
              .get("/api/channels/demo/followers/verified:demo:" + customer + "/engagements");
      assertThat(found.status()).isEqualTo(200);
    }
  }

  @Test
  void whoLogsInAtThePageGoesOnInTheConversationThatTheyBeganAsAVisitor() {
    // Given
    admin.put("/api/channels/demo/visitors", Api.object().put("allowed", true));
    String customer = "customer-" + UUID.randomUUID();
    String question = "Do you ship to Norway? " + customer;
    Api agent = Api.as(stack, stack.person("agent-1"));
    try (Screens screens = new Screens(stack)) {
      Page page = screens.blankPage(ColorScheme.LIGHT);
      page.navigate(shop() + "/?as=nobody");
      openChat(page);
      Screens.write(page, question);
      assertThat(Screens.message(page, question)).hasAttribute("data-state", "logged");
      String visitorToken = (String) page.evaluate("Object.values(localStorage)[0]");

      // When
      signsIn(page, customer);
      page.navigate(shop());
      openChat(page);

      // Then: it is there, it goes on, and the agents see one conversation, with a name now
      assertThat(Screens.message(page, question)).hasCount(1);
      Screens.write(page, "Wilma here, again");
      assertThat(Screens.message(page, "Wilma here, again")).hasAttribute("data-state", "logged");
      JsonNode threads =
          agent
              .get("/api/channels/demo/followers/verified:demo:" + customer + "/conversations")
              .body()
              .get("items");
      assertThat(threads).hasSize(1);
      assertThat(threads.at("/0/followerName").asText()).isEqualTo("Wilma");
      assertThat(threads.at("/0/followerId").asText()).startsWith("visitor:");

      // And the browser is no visitor any more, whoever sits at it next.
      assertThat(page.evaluate("localStorage.length")).isEqualTo(0);
      Api.Answer again =
          Api.anonymous(stack)
              .post(
                  "/api/visitor-tokens",
                  Api.object().put("channelId", "demo").put("visitorToken", visitorToken));
      assertThat(again.status()).isEqualTo(401);
    }
  }

  @Test
  void whoHasTalkedBeforeKeepsTheirConversationAndAgentsSeeBoth() {
    // Given
    admin.put("/api/channels/demo/visitors", Api.object().put("allowed", true));
    String customer = "customer-" + UUID.randomUUID();
    Person person = new Person("verified:demo:" + customer, identify(identityToken(customer)));
    String own;
    try (ChatClient client = ChatClient.follower(stack, person)) {
      own = client.say("Where is my parcel?").join().get("conversationId").asText();
    }
    try (Screens screens = new Screens(stack)) {
      Page page = screens.blankPage(ColorScheme.LIGHT);
      page.navigate(shop() + "/?as=nobody");
      openChat(page);
      Screens.write(page, "As a visitor");
      assertThat(Screens.message(page, "As a visitor")).hasAttribute("data-state", "logged");

      // When
      signsIn(page, customer);
      page.navigate(shop());
      openChat(page);

      // Then
      assertThat(Screens.message(page, "Where is my parcel?")).hasCount(1);
      assertThat(Screens.message(page, "As a visitor")).hasCount(0);
      Page console = screens.console("agent-1");
      Screens.openById(console, own);
      Locator other = console.getByTestId("other-thread");
      assertThat(other).hasCount(1);
      assertThat(Screens.violations(console)).isEmpty();
      other.getByRole(AriaRole.LINK).click();
      assertThat(Screens.message(console, "As a visitor")).hasCount(1);
      assertThat(console.getByTestId("other-thread")).containsText("Wilma");
    }
  }

  // ---- pieces ----------------------------------------------------------------------------------

  /** The page's server knows from now on who is there. */
  private void signsIn(Page page, String customer) {
    page.route(
        shop() + "/parley-token",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(
                        Api.object().put("identityToken", identityToken(customer)).toString())));
  }

  private static void openChat(Page page) {
    page.getByRole(AriaRole.BUTTON, Screens.named("Open chat")).click();
    assertThat(Screens.composer(page)).isVisible();
  }

  private String shop() {
    return "http://localhost:" + (stack.port() + 9);
  }

  private String identify(String identityToken) {
    Api.Answer answer = exchange(identityToken);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body().get("token").asText();
  }

  private Api.Answer exchange(String identityToken) {
    return Api.anonymous(stack)
        .post(
            "/api/follower-tokens",
            Api.object().put("channelId", "demo").put("identityToken", identityToken));
  }

  private static void retireAll(Api admin) {
    admin
        .get(KEYS)
        .body()
        .get("items")
        .forEach(key -> admin.call("DELETE", KEYS + "/" + key.get("id").asText(), null));
  }

  /** As a partner's server signs it, with nothing but a JDK. */
  private static String identityToken(String customer) {
    String header = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
    String claims =
        base64(
            Api.object()
                .put("aud", "parley/demo")
                .put("sub", customer)
                .put("name", "Wilma")
                .put("exp", Instant.now().getEpochSecond() + 300)
                .toString());
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(PARTNER.getPrivate());
      signature.update((header + "." + claims).getBytes(StandardCharsets.US_ASCII));
      return header
          + "."
          + claims
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
