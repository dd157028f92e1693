package io.parley.e2e.identity;

import com.microsoft.playwright.Page;

/** Keycloak's page where people log in. */
public final class KeycloakPage {
  static final String NAME_FIELD = "#username";

  private KeycloakPage() {}

  /** Fills in the page, which is open: the demo's people have their name as password. */
  public static void logIn(Page page, String name) {
    page.locator(NAME_FIELD).fill(name);
    page.locator("#password").fill(name);
    page.locator("#kc-login").click();
  }
}
