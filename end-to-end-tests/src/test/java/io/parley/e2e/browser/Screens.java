package io.parley.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.parley.e2e.stack.Parley;
import io.parley.e2e.stack.Person;
import io.parley.e2e.stack.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One Chromium with a separate browser for each person. */
public final class Screens implements AutoCloseable {
  private static final int MOST_SEARCHES = 10;
  private static final int SEARCH_MILLIS = 3_000;

  private static final double PATIENCE_MILLIS = 30_000;
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run");

  private final Site site;
  private final Playwright playwright;
  private final Browser browser;

  public Screens(Site site) {
    this.site = site;
    // The machine's own Chromium drives these tests: nothing is downloaded.
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(chromium()).setArgs(FLAGS));
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
  }

  // ---- people ---------------------------------------------------------------------------------

  public Page console(String agent) {
    return console(agent, ColorScheme.LIGHT);
  }

  public Page console(String agent, ColorScheme theme) {
    return logIn(blankPage(theme), agent, "/console/");
  }

  /** The channel's page with the chat open. */
  public Page widget(Person follower, String channel) {
    return widget(blankPage(ColorScheme.LIGHT), follower, channel);
  }

  public Page widget(Page page, Person follower, String channel) {
    logIn(page, follower.name(), "/follower/?channel=" + channel);
    page.getByRole(AriaRole.BUTTON, named("Open chat")).click();
    assertThat(page.getByTestId("panel")).isVisible();
    return page;
  }

  /** A page in a browser of its own, where nobody is logged in. */
  public Page blankPage(ColorScheme theme) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1440, 900)
                .setColorScheme(theme)
                // What is looked at has arrived: nothing is half faded in.
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale("en"));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    return context.newPage();
  }

  public Page logIn(Page page, String name, String path) {
    page.navigate(site.http() + path);
    page.getByRole(AriaRole.BUTTON, named("Log in")).click();
    page.getByLabel("Name").fill(name);
    page.getByRole(AriaRole.BUTTON, named("Log in")).click();
    assertThat(page.getByTestId("logged-in-as")).hasCount(1);
    return page;
  }

  // ---- what they do ---------------------------------------------------------------------------

  /**
   * Looks at a conversation by the list, found by name: who has just written stands at the end of
   * those who wait, out of sight when many do.
   */
  public static void open(Page console, String tab, String followerName) {
    console.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(tab)).click();
    find(console, followerName).click();
    assertThat(console.locator("thread-head")).containsText(followerName);
    search(console, "");
  }

  /** Narrows the list to a name until it is there: what is found is what there was when asked. */
  public static Locator find(Page console, String followerName) {
    Locator row = row(console, followerName);
    for (int i = 1; i < MOST_SEARCHES; i++) {
      search(console, followerName);
      try {
        row.waitFor(new Locator.WaitForOptions().setTimeout(SEARCH_MILLIS));
        return row;
      } catch (TimeoutError e) {
        search(console, "");
      }
    }
    search(console, followerName);
    row.waitFor();
    return row;
  }

  public static void search(Page console, String text) {
    console.getByRole(AriaRole.SEARCHBOX, named("Search")).fill(text);
  }

  /** Looks at a conversation by its address. */
  public static void openById(Page console, String conversationId) {
    console.evaluate("id => { location.hash = `#/conversations/${id}` }", conversationId);
  }

  public static Locator row(Page console, String followerName) {
    return console
        .getByTestId("row")
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    console
                        .getByTestId("row-name")
                        .getByText(followerName, new Locator.GetByTextOptions().setExact(true))));
  }

  public static Locator composer(Page page) {
    return page.getByRole(AriaRole.TEXTBOX, named("Message"));
  }

  public static void write(Page page, String text) {
    composer(page).fill(text);
    composer(page).press("Enter");
  }

  public static Locator message(Page page, String text) {
    return page.getByTestId("message").filter(new Locator.FilterOptions().setHasText(text));
  }

  public static Locator dialog(Page page, String name) {
    return page.getByRole(AriaRole.DIALOG, named(name));
  }

  public static void press(Page page, String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }

  /** Goes on by Tab until the element has the focus. */
  public static void tabTo(Page page, Locator target) {
    for (int presses = 0; presses < 60; presses++) {
      if ((Boolean) target.evaluate("element => element.getRootNode().activeElement === element")) {
        return;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("Tab does not reach " + target);
  }

  public static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  public static Locator.GetByRoleOptions inside(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  // ---- what is looked for ---------------------------------------------------------------------

  /** What axe finds wrong with the screen: empty when all is well. */
  @SuppressWarnings("unchecked")
  public static List<String> violations(Page page) {
    // Through the debugger's door, so that the page's own policy stays in force.
    String script =
        axe()
            + "; axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>"
            + " violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ target }) =>"
            + " JSON.stringify(target)).join(' ')))";
    return (List<String>) page.evaluate(script);
  }

  /** Hands every error that the page's console shows to the listener. */
  public static void onError(Page page, Consumer<String> listener) {
    page.onConsoleMessage(
        entry -> {
          if (entry.type().equals("error")) {
            listener.accept(entry.text());
          }
        });
    page.onPageError(listener);
  }

  private static String axe() {
    try {
      return Files.readString(Parley.home().resolve("web/node_modules/axe-core/axe.min.js"));
    } catch (IOException e) {
      throw new UncheckedIOException("axe-core comes with the web: ./parley up installs it", e);
    }
  }

  private static Path chromium() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("These tests need Chromium: apt-get install chromium"));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
