package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.parley.e2e.browser.Screens;
import io.parley.e2e.client.Files;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.SharedStack;
import io.parley.e2e.stack.Stack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files on real screens: chosen by the pin on one side, seen and opened on the other. */
@ExtendWith(SharedStack.class)
class AttachmentsBrowserIT {
  private static final double PATIENCE_MILLIS = 30_000;
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run");

  private final Stack stack;
  private Playwright playwright;
  private Browser browser;

  AttachmentsBrowserIT(Stack stack) {
    this.stack = stack;
  }

  @BeforeEach
  void startBrowser() {
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
  void eachOfTheTwelveIsSeenAndOpenedOnTheOtherSide() throws Exception {
    // Given
    Person person = stack.newFollower();
    Page follower = openWidget(person);
    Page agent = logIn("agent-1", "/console/");
    write(follower, "Here are my files");
    Screens.open(agent, "Unanswered", person.displayName());
    int messages = 1;

    for (String name : Files.EACH_OF_TWELVE) {
      // When
      send(follower, name);
      send(agent, name);
      messages += 2;

      // Then
      for (Page reader : List.of(agent, follower)) {
        assertThat(reader.getByTestId("message")).hasCount(messages);
        Locator theirs =
            reader.getByTestId("message").nth(messages - (reader.equals(agent) ? 2 : 1));
        seeAndOpen(reader, theirs, name);
      }
    }
    picture(agent, "attachments-console");
    picture(follower, "attachments-widget");
  }

  @Test
  void filesGoFromAForeignPageToo() throws Exception {
    // Given a shop on an origin of its own
    Person person = stack.newFollower();
    BrowserContext context = browser.newContext();
    context.setDefaultTimeout(PATIENCE_MILLIS);
    Page shop = context.newPage();
    shop.navigate("http://localhost:" + (stack.port() + 9) + "/?as=" + person.name());
    shop.getByRole(AriaRole.BUTTON, named("Open chat")).click();
    int messages = 0;

    for (String name : List.of("photo.png", "clip.mp4", "letter.pdf")) {
      // When
      send(shop, name);

      // Then
      assertThat(shop.getByTestId("message")).hasCount(++messages);
      seeAndOpen(shop, shop.getByTestId("message").last(), name);
    }
  }

  @Test
  void aFileThatIsUploadedIsInTheDraftAgainAfterAReload() throws Exception {
    // Given
    Page follower = openWidget(stack.newFollower());
    chooser(follower, "Image").setFiles(Files.sample("photo.png"));
    assertThat(follower.getByTestId("upload")).hasAttribute("data-state", "ready");

    // When
    follower.reload();
    follower.getByRole(AriaRole.BUTTON, named("Open chat")).click();

    // Then
    assertThat(follower.getByTestId("upload")).hasAttribute("data-state", "ready");
    follower.getByRole(AriaRole.BUTTON, named("Send")).click();
    assertThat(follower.getByTestId("upload")).hasCount(0);
    assertThat(follower.getByTestId("message")).hasCount(1);
    seeAndOpen(follower, follower.getByTestId("message"), "photo.png");
  }

  @Test
  void aRefusedUploadStaysWithItsReasonAndTextIsKept() {
    // Given
    Page follower = openWidget(stack.newFollower());
    FilePayload program =
        new FilePayload(
            "offer.pdf", "application/pdf", "MZ no pdf".getBytes(StandardCharsets.UTF_8));

    // When
    choose(follower, "Document", program);

    // Then
    Locator upload = follower.getByTestId("upload");
    assertThat(upload).hasAttribute("data-state", "failed");
    assertThat(upload).containsText("This .pdf is really");
    write(follower, "My text");
    assertThat(follower.getByText("Wait until the files are uploaded")).isVisible();
    picture(follower, "attachments-refused");
    upload
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Remove offer.pdf"))
        .click();
    write(follower, "My text");
    assertThat(follower.getByTestId("message")).containsText("My text");
  }

  @Test
  void whatIsTooLargeOrOfAnotherTypeIsRefusedBeforeItIsSent() {
    // Given
    Page follower = openWidget(stack.newFollower());

    // When
    choose(follower, "Document", new FilePayload("a.exe", "application/pdf", new byte[] {1}));
    choose(follower, "Document", new FilePayload("a.txt", "text/plain", new byte[10_485_761]));

    // Then
    assertThat(follower.getByTestId("upload").nth(0)).containsText("cannot be sent");
    assertThat(follower.getByTestId("upload").nth(1)).containsText("at most 10 MB");
  }

  private static void seeAndOpen(Page reader, Locator message, String name) throws Exception {
    message.scrollIntoViewIfNeeded();
    switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "png", "jpg", "jpeg", "gif" -> {
        Locator image = message.getByTestId("attachment-image").locator("img");
        assertThat(image).hasJSProperty("complete", true);
        assertThat(image).not().hasJSProperty("naturalWidth", 0);
        message.getByTestId("attachment-image").click();
        Locator large = reader.getByTestId("lightbox").locator("img");
        assertThat(large).isVisible();
        assertThat(large).not().hasJSProperty("naturalWidth", 0);
        reader.keyboard().press("Escape");
        assertThat(reader.getByTestId("lightbox")).hasCount(0);
      }
      case "mov", "m4v", "mp4" -> {
        Locator video = message.getByTestId("attachment-video");
        assertThat(video).hasJSProperty("videoWidth", 160);
        assertThat(video).hasJSProperty("readyState", 4);
      }
      default -> {
        Locator card = message.getByTestId("attachment-file");
        assertThat(card).containsText(name);
        Download download = reader.waitForDownload(card::click);
        Assertions.assertEquals(name, download.suggestedFilename());
        Assertions.assertArrayEquals(
            java.nio.file.Files.readAllBytes(Files.sample(name)),
            java.nio.file.Files.readAllBytes(download.path()));
      }
    }
  }

  private static void send(Page page, String name) {
    String kind =
        switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "png", "jpg", "jpeg", "gif" -> "Image";
          case "mov", "m4v", "mp4" -> "Video";
          default -> "Document";
        };
    FileChooser chooser = chooser(page, kind);
    chooser.setFiles(Files.sample(name));
    assertThat(page.getByTestId("upload")).hasAttribute("data-state", "ready");
    page.getByRole(AriaRole.BUTTON, named("Send")).click();
    assertThat(page.getByTestId("upload")).hasCount(0);
  }

  private static void choose(Page page, String kind, FilePayload file) {
    chooser(page, kind).setFiles(file);
  }

  private static FileChooser chooser(Page page, String kind) {
    page.getByRole(AriaRole.BUTTON, named("Attach a file")).click();
    return page.waitForFileChooser(() -> page.getByRole(AriaRole.MENUITEM, named(kind)).click());
  }

  private Page openWidget(Person person) {
    Page page = logIn(person.name(), "/follower/?channel=demo");
    page.getByRole(AriaRole.BUTTON, named("Open chat")).click();
    assertThat(page.getByTestId("panel")).isVisible();
    return page;
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

  private static void picture(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", name + ".png")));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Path chromium() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(java.nio.file.Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("These tests need Chromium: apt-get install chromium"));
  }
}
