package io.parley.e2e.identity;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.parley.e2e.browser.Screens.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.parley.e2e.browser.Screens;
import io.parley.e2e.client.Api;
import io.parley.e2e.client.Handshake;
import io.parley.e2e.client.Socket;
import io.parley.e2e.stack.Await;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the suite expects of an issuer; each one that it runs with passes the same tests. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
abstract class IssuerContract {
  private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{10,}");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Stack stack;
  private Screens screens;

  IssuerContract(Stack stack) {
    this.stack = stack;
  }

  /** Selector of the field for the name on the issuer's page. */
  abstract String nameField();

  /** Logs in on the issuer's page, which is open. */
  abstract void fillIn(Page loginPage, String name);

  /** A follower of channel demo whom this issuer knows. */
  abstract Person follower();

  @BeforeEach
  void startBrowser() {
    screens = new Screens(stack);
  }

  @AfterEach
  void stopBrowser() {
    screens.close();
  }

  // ---- logging in ------------------------------------------------------------------------------

  @Test
  void anAgentAndAFollowerLogInOnItsPageAndChat() {
    // Given
    Person person = follower();
    Page follower = open(person.name(), "/follower/?channel=demo");
    Page agent = open("agent-1", "/console/");
    List<String> addresses = addresses(agent);
    follower.getByRole(AriaRole.BUTTON, named("Open chat")).click();
    String question = "Is the rain jacket back? " + System.nanoTime();

    // When
    Screens.write(follower, question);
    Screens.open(agent, "Unanswered", person.displayName());
    Screens.write(agent, "On Thursday. " + question);

    // Then
    assertThat(Screens.message(follower, "On Thursday. " + question)).hasCount(1);
    assertThat(agent.url()).doesNotContain("code=").doesNotContain("state=");
    assertThat(addresses).noneMatch(address -> TOKEN.matcher(address).find());
    assertThat(agent.evaluate("Object.values(localStorage).join()").toString())
        .doesNotContainPattern(TOKEN);
  }

  @Test
  void whatItRefusesIsShownInItsWords() {
    // Given
    Page page = atLoginPage("/console/");
    String state = parameter(page.url(), "state");
    String back =
        "/console/?error=access_denied&error_description=You+were+<b>not</b>+let+in&state=" + state;

    // When
    page.navigate(stack.http() + back.replace("<", "%3C").replace(">", "%3E"));

    // Then
    assertThat(page.getByRole(AriaRole.ALERT))
        .hasText("The login was refused: You were <b>not</b> let in");
    assertThat(page.getByRole(AriaRole.BUTTON, named("Log in"))).isVisible();
    assertThat(page.url()).isEqualTo(stack.http() + "/console/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"error=access_denied&error_description=Call+us", "code=stolen"})
  void anAnswerThatNobodyHereAskedForIsNotTaken(String answer) {
    // Given
    Page page = screens.blankPage(ColorScheme.LIGHT);

    // When
    page.navigate(stack.http() + "/console/?state=made-up&" + answer);

    // Then
    assertThat(page.getByRole(AriaRole.ALERT)).hasText("The login did not work. Try again.");
    assertThat(page.evaluate("sessionStorage.length")).isEqualTo(0);
  }

  // ---- tokens ----------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"agents", "followers"})
  void itsDiscoveryNamesKeysThatSignAndAsksForProofKeys(String people) {
    // Given
    String named =
        Api.anonymous(stack).get("/settings.json").body().at("/issuers/" + people).asText();

    // When
    JsonNode discovery = Issuers.discovery(stack, people);

    // Then
    assertThat(discovery.get("issuer").asText()).isEqualTo(stack.http().resolve(named).toString());
    assertThat(discovery.get("code_challenge_methods_supported")).anyMatch(m -> text(m, "S256"));
    assertThat(discovery.get("end_session_endpoint").asText()).startsWith(stack.http().toString());
    assertThat(Issuers.signingKey(stack, people).get("kty").asText()).isEqualTo("RSA");
  }

  @Test
  void anAgentsTokenSaysWhoAndWhere() {
    // Given
    Person admin = stack.person("admin-1");

    // When
    JsonNode claims = claims(admin.token());

    // Then
    assertThat(claims.get("iss")).isEqualTo(Issuers.discovery(stack, "agents").get("issuer"));
    assertThat(claims.get("sub").asText()).isEqualTo("admin-1");
    assertThat(claims.get("name").asText()).isEqualTo("Admin 1");
    assertThat(texts(claims.get("aud"))).containsExactly("parley");
    assertThat(texts(claims.get("roles")))
        .containsExactlyInAnyOrder("agent", "chat-admin", "analyst");
    assertThat(texts(claims.get("channels"))).containsExactly("demo");
    assertThat(claims.get("exp").asLong()).isGreaterThan(claims.get("iat").asLong());
  }

  @Test
  void aFollowersTokenSaysWhoAndWhere() {
    // Given
    Person follower = stack.person("both-follower-1");

    // When
    JsonNode claims = claims(follower.token());

    // Then
    assertThat(claims.get("iss")).isEqualTo(Issuers.discovery(stack, "followers").get("issuer"));
    assertThat(claims.get("sub").asText()).isEqualTo("both-follower-1");
    assertThat(claims.get("name").asText()).isEqualTo("Both Follower 1");
    assertThat(texts(claims.get("aud"))).containsExactly("parley");
    assertThat(texts(claims.get("roles"))).containsExactly("follower");
    assertThat(texts(claims.get("channels"))).containsExactlyInAnyOrder("demo", "other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alg none",
        "signature left out",
        "claims changed",
        "HS256 with the public key",
        "HS256 with its PEM",
        "another key",
        "another key named by jwk",
        "another key named by jku",
        "unknown kid"
      })
  void whatItDidNotSignOpensNothing(String kind) throws GeneralSecurityException {
    // Given
    String token = ForgedTokens.like(stack, stack.person("admin-1"), kind);

    // When
    Api.Answer rest = Api.withToken(stack, token).get("/api/channels/demo/conversations");
    int socket = Socket.handshakeStatus(Handshake.of(stack.socket("agent"), token));

    // Then
    assertThat(rest.status()).isEqualTo(401);
    assertThat(rest.code()).isEqualTo("unauthenticated");
    assertThat(socket).isEqualTo(401);
  }

  @Test
  void aFollowersTokenMakesNoAgent() {
    // Given
    Person follower = follower();

    // When
    Api.Answer rest = Api.as(stack, follower).get("/api/channels/demo/conversations");
    int socket = Socket.handshakeStatus(Handshake.of(stack.socket("agent"), follower.token()));

    // Then
    assertThat(rest.status()).isEqualTo(403);
    assertThat(socket).isIn(401, 403);
  }

  // ---- what a browser keeps --------------------------------------------------------------------

  @Test
  void anIdTokenIsNoAccessToken() {
    // Given
    Page page = open("agent-1", "/console/");
    String idToken = stored(page).get("id_token").asText();

    // When
    Api.Answer answer = Api.withToken(stack, idToken).get("/api/channels/demo/conversations");

    // Then
    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void aTokenThatIsOverIsRenewedUnseen() {
    // Given
    Page page = open("agent-1", "/console/");
    String first = stored(page).get("access_token").asText();
    expire(page);

    // When
    page.reload();

    // Then
    assertThat(page.getByTestId("logged-in-as")).hasCount(1);
    Await.until(
        "the token is another one",
        PATIENCE,
        () -> !stored(page).get("access_token").asText().equals(first));
    assertThat(claims(stored(page).get("access_token").asText()).get("sub").asText())
        .isEqualTo("agent-1");
    assertThat(page.url()).startsWith(stack.http() + "/console/");
  }

  @Test
  void aLogoutEndsTheSessionInEveryTabAndAtTheIssuer() {
    // Given
    Page page = open("agent-2", "/console/");
    Page other = page.context().newPage();
    logIn(other, "agent-2", "/console/");
    JsonNode kept = stored(page);
    List<String> addresses = addresses(page);

    // When
    page.getByRole(AriaRole.BUTTON, named("Log out")).click();

    // Then
    assertThat(page.getByRole(AriaRole.BUTTON, named("Log in"))).isVisible();
    assertThat(other.getByRole(AriaRole.BUTTON, named("Log in"))).isVisible();
    assertThat(page.url()).isEqualTo(stack.http() + "/console/");
    assertThat(page.evaluate("Object.values(sessionStorage).join()").toString())
        .doesNotContainPattern(TOKEN);
    assertThat(other.evaluate("Object.values(sessionStorage).join()").toString())
        .doesNotContainPattern(TOKEN);
    assertThat(addresses).noneMatch(address -> TOKEN.matcher(address).find());
    assertThat(renewalStatus(kept.get("refresh_token").asText())).isEqualTo(400);

    // And whoever comes next has to say who they are.
    page.getByRole(AriaRole.BUTTON, named("Log in")).click();
    fillIn(page, "agent-1");
    assertThat(page.getByTestId("logged-in-as")).hasCount(1);
    assertThat(stored(page).at("/profile/sub").asText()).isEqualTo("agent-1");
  }

  // ---- pieces ----------------------------------------------------------------------------------

  private Page open(String name, String path) {
    return logIn(screens.blankPage(ColorScheme.LIGHT), name, path);
  }

  private Page logIn(Page page, String name, String path) {
    page.navigate(stack.http() + path);
    page.getByRole(AriaRole.BUTTON, named("Log in")).click();
    // An issuer that knows this browser already does not ask again.
    page.locator(nameField() + ", [data-testid=logged-in-as]")
        .first()
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    if (page.url().contains("/auth/")) {
      fillIn(page, name);
    }
    assertThat(page.getByTestId("logged-in-as")).hasCount(1);
    return page;
  }

  private Page atLoginPage(String path) {
    Page page = screens.blankPage(ColorScheme.LIGHT);
    page.navigate(stack.http() + path);
    page.getByRole(AriaRole.BUTTON, named("Log in")).click();
    page.waitForURL(url -> url.contains("/auth/"));
    return page;
  }

  private static List<String> addresses(Page page) {
    List<String> addresses = new CopyOnWriteArrayList<>();
    page.onRequest((Request request) -> addresses.add(request.url()));
    return addresses;
  }

  /** What the console's login keeps in its tab. */
  private static JsonNode stored(Page page) {
    String json =
        page.evaluate(
                "sessionStorage.getItem(Object.keys(sessionStorage)"
                    + ".find(key => key.startsWith('oidc.user:'))) ?? '{}'")
            .toString();
    return Api.parse(json);
  }

  private static void expire(Page page) {
    page.evaluate(
        "() => { const key = Object.keys(sessionStorage).find(k => k.startsWith('oidc.user:'));"
            + " const user = JSON.parse(sessionStorage.getItem(key)); user.expires_at = 1;"
            + " sessionStorage.setItem(key, JSON.stringify(user)); }");
  }

  private int renewalStatus(String refreshToken) {
    String address = Issuers.discovery(stack, "agents").get("token_endpoint").asText();
    String form =
        "grant_type=refresh_token&client_id=parley-console&refresh_token="
            + URLEncoder.encode(refreshToken, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode claims(String token) {
    byte[] json = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    return Api.parse(new String(json, StandardCharsets.UTF_8));
  }

  /** A claim that is a text or a list of texts. */
  private static List<String> texts(JsonNode claim) {
    return claim.isArray()
        ? claim.valueStream().map(JsonNode::asText).toList()
        : List.of(claim.asText());
  }

  private static boolean text(JsonNode node, String expected) {
    return node.asText().equals(expected);
  }

  private static String parameter(String address, String name) {
    for (String pair : URI.create(address).getRawQuery().split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    throw new AssertionError("No " + name + " in " + address);
  }
}
