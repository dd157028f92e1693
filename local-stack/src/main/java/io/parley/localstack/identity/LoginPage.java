package io.parley.localstack.identity;

import java.util.Map;
import java.util.Optional;

/** The login page of the local issuer: a name is all it asks for. */
final class LoginPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
      body { margin: 0; min-height: 100vh; display: grid; place-items: center }
      main { width: min(24rem, calc(100vw - 3rem)); padding: 1.5rem 0 }
      h1 { font-size: 1.5rem; margin: 0 0 .25rem }
      label { display: block; font-weight: 600; margin-top: 1rem }
      input, button { box-sizing: border-box; width: 100%; min-height: 2.75rem; font: inherit;
        padding: .5rem .75rem; border-radius: .5rem; border: 1px solid #767676; margin-top: .375rem }
      button { cursor: pointer; background: #1d4ed8; border-color: #1d4ed8; color: #fff;
        font-weight: 600 }
      button[name=name] { background: transparent; color: inherit; border-color: #767676;
        font-weight: 400; text-align: start }
      :focus-visible { outline: 3px solid #f59e0b; outline-offset: 2px }
      [role=alert] { border-inline-start: .25rem solid #b91c1c; padding-inline-start: .75rem }
      p { margin: .25rem 0 } fieldset { border: 0; padding: 0; margin: 1.25rem 0 0 }
      legend { font-weight: 600; padding: 0 }
      """;

  private LoginPage() {}

  /** The page, with the request's parameters as hidden fields and, after a mistake, what it was. */
  static String html(
      Realm realm, Map<String, String> carried, Optional<String> mistake, String styleNonce) {
    StringBuilder hidden = new StringBuilder();
    carried.forEach(
        (name, value) ->
            hidden
                .append("<input type=\"hidden\" name=\"")
                .append(escape(name))
                .append("\" value=\"")
                .append(escape(value))
                .append("\">"));
    boolean agents = realm == Realm.AGENTS;
    StringBuilder body = new StringBuilder();
    body.append("<h1>Log in</h1><p>Local stack: any demo ")
        .append(agents ? "agent" : "follower")
        .append(", no password.</p>");
    mistake.ifPresent(
        text ->
            body.append("<p role=\"alert\" id=\"mistake\">").append(escape(text)).append("</p>"));
    // The typed name is a form of its own: its Enter key must not press one of the buttons below.
    body.append("<form method=\"post\" action=\"login\">")
        .append(hidden)
        .append("<label for=\"name\">Name</label><input id=\"name\" name=\"name\" required")
        .append(" autofocus autocomplete=\"username\" spellcheck=\"false\" autocapitalize=\"none\"")
        .append(mistake.isPresent() ? " aria-describedby=\"mistake\" aria-invalid=\"true\"" : "")
        .append(" placeholder=\"")
        .append(agents ? "agent-1" : "follower-1")
        .append("\"><button type=\"submit\">Log in</button></form>");
    if (agents) {
      body.append("<form method=\"post\" action=\"login\">")
          .append(hidden)
          .append("<fieldset><legend>Or log in as</legend>");
      for (DemoPerson person : DemoPeople.staff()) {
        body.append("<button type=\"submit\" name=\"name\" value=\"")
            .append(person.sub())
            .append("\">")
            .append(escape(person.name()))
            .append(" · channel ")
            .append(escape(String.join(", ", person.channels())))
            .append(" · ")
            .append(escape(String.join(", ", person.roles())))
            .append("</button>");
      }
      body.append("</fieldset></form>");
    }
    return page("Log in", body.toString(), styleNonce);
  }

  /** A page that says why a request cannot go on. */
  static String refused(String reason, String styleNonce) {
    return page(
        "Log in", "<h1>Log in</h1><p role=\"alert\">" + escape(reason) + "</p>", styleNonce);
  }

  private static String page(String title, String body, String styleNonce) {
    return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>"
        + title
        + " · Parley</title><style nonce=\""
        + styleNonce
        + "\">"
        + STYLE
        + "</style></head><body><main>"
        + body
        + "</main></body></html>\n";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
