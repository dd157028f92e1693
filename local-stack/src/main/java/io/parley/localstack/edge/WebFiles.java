package io.parley.localstack.edge;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The built web. Files under {@code /assets/} carry a hash of their content in the name and are
 * cached for ever; everything else is asked for again each time.
 */
final class WebFiles {
  /**
   * What a page may load and run: its own files alone, and pictures of channels from anywhere. No
   * inline script and no inline style, so that nothing that a person types can run even if it ever
   * became markup. The built pages say the same in a meta element for servers that add no header
   * ({@code web/tools/content-security-policy.js}), and {@code web/image/headers.conf} says it to
   * nginx; that nobody may frame them can be said in a header only.
   */
  static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' https: data: blob:",
          "media-src 'self' blob:",
          "connect-src 'self' ws: wss:",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'");

  /** Nothing here films, listens, locates or charges. */
  private static final String PERMISSIONS_POLICY =
      "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

  private final Path root;
  private final Router router;

  WebFiles(Vertx vertx, Path root, Map<String, String> issuers) {
    this.root = root.toAbsolutePath().normalize();
    this.router = Router.router(vertx);
    router.route().handler(WebFiles::securityHeaders);
    router
        .route("/assets/*")
        .handler(caching("public, max-age=31536000, immutable"))
        .handler(files(this.root.resolve("assets")));
    router.route("/assets/*").handler(WebFiles::notFound);
    router.get("/settings.json").handler(context -> settings(context, issuers));
    router.route("/widget.js").handler(WebFiles::forAnyPage);
    router.route().handler(this::addSlashToFolders);
    router.route().handler(caching("no-cache")).handler(files(this.root));
    router.route().handler(this::page);
  }

  void handle(HttpServerRequest request) {
    router.handle(request);
  }

  private static StaticHandler files(Path folder) {
    return StaticHandler.create(FileSystemAccess.ROOT, folder.toString())
        .setCachingEnabled(false)
        .setFilesReadOnly(false)
        .setDirectoryListing(false)
        .setIncludeHidden(false);
  }

  private static void securityHeaders(RoutingContext context) {
    context
        .response()
        .putHeader("content-security-policy", CONTENT_SECURITY_POLICY)
        .putHeader("x-content-type-options", "nosniff")
        .putHeader("referrer-policy", "same-origin")
        .putHeader("permissions-policy", PERMISSIONS_POLICY);
    context.next();
  }

  /** A module is fetched with CORS: without this header no other page could embed it. */
  private static void forAnyPage(RoutingContext context) {
    context.response().putHeader("access-control-allow-origin", "*");
    context.next();
  }

  /** In the place of the built file, whose content fits this module's own issuer alone. */
  private static void settings(RoutingContext context, Map<String, String> issuers) {
    JsonObject settings = new JsonObject().put("issuers", new JsonObject(Map.copyOf(issuers)));
    context.response().putHeader("cache-control", "no-cache");
    context.json(settings);
  }

  private static Handler<RoutingContext> caching(String control) {
    return context -> {
      context.response().putHeader("cache-control", control);
      context.next();
    };
  }

  private void addSlashToFolders(RoutingContext context) {
    String path = context.normalizedPath();
    if (!path.endsWith("/") && Files.isRegularFile(file(path).resolve("index.html"))) {
      String query = context.request().query();
      context
          .response()
          .setStatusCode(308)
          .putHeader("location", path + "/" + (query == null ? "" : "?" + query))
          .end();
    } else {
      context.next();
    }
  }

  /** An address inside a page's folder is a view of that page: the nearest index answers it. */
  private void page(RoutingContext context) {
    String path = context.normalizedPath();
    if (!Files.isDirectory(root)) {
      Problems.send(context.response(), 404, "not-found", "The web is not built: run ./parley up");
      return;
    }
    boolean looksLikeFile = path.substring(path.lastIndexOf('/')).contains(".");
    if (!looksLikeFile) {
      for (Path folder = file(path); folder != null && !folder.equals(root); ) {
        Path index = folder.resolve("index.html");
        if (folder.startsWith(root) && Files.isRegularFile(index)) {
          context
              .response()
              .putHeader("content-type", "text/html; charset=utf-8")
              .putHeader("cache-control", "no-cache")
              .sendFile(index.toString());
          return;
        }
        folder = folder.getParent();
      }
    }
    notFound(context);
  }

  private Path file(String normalizedPath) {
    return root.resolve(normalizedPath.substring(1)).normalize();
  }

  private static void notFound(RoutingContext context) {
    Problems.send(context.response(), 404, "not-found", "There is no such page");
  }
}
