package io.parley.attachment.download;

import io.parley.attachment.access.Reach;
import io.parley.attachment.identity.Callers;
import io.parley.attachment.link.Links;
import io.parley.attachment.name.FileName;
import io.parley.attachment.record.Attachment;
import io.parley.attachment.storage.AttachmentStore;
import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import io.parley.rest.problem.RouteProblems;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * {@code GET|HEAD /api/attachments/{id}/content} and {@code /thumbnail}: for participants with a
 * token, or whoever holds a signed link. Whatever a browser makes of a file, it runs nothing: the
 * type is fixed, scripts and foreign content are off, documents are only ever downloaded.
 */
@ApplicationScoped
public class ContentRoute {
  private static final Logger LOG = Logger.getLogger(ContentRoute.class);
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Reach reach;
  private final Links links;
  private final AttachmentStore store;

  ContentRoute(Reach reach, Links links, AttachmentStore store) {
    this.reach = reach;
    this.links = links;
    this.store = store;
  }

  void register(@Observes Router router) {
    for (Links.View view : Links.View.values()) {
      router
          .route("/api/attachments/:id/" + view.path())
          .method(HttpMethod.GET)
          .method(HttpMethod.HEAD)
          .handler(context -> serve(context, view));
    }
  }

  /** What to send of a file for one view. */
  private record Shown(
      Attachment file, String storedName, String mediaType, long size, String tag) {}

  private void serve(RoutingContext context, Links.View view) {
    Uni.createFrom()
        .deferred(() -> find(context, view))
        .flatMap(file -> send(context, shown(file, view)))
        .subscribe()
        .with(sent -> {}, failure -> fail(context, failure));
  }

  private Uni<Attachment> find(RoutingContext context, Links.View view) {
    String id = context.pathParam("id");
    HttpServerRequest request = context.request();
    String signature = request.getParam("signature");
    if (signature != null) {
      links.verify(id, view, request.getParam("expires"), signature);
      return reach.findLinked(id);
    }
    return Callers.find(context)
        .map(actor -> reach.find(id, actor))
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemCode.UNAUTHENTICATED, "Send a bearer token, or use a signed link."));
  }

  private static Shown shown(Attachment file, Links.View view) {
    return switch (view) {
      case CONTENT -> whole(file);
      case THUMBNAIL -> {
        if (!AttachmentView.isImage(file)) {
          throw ProblemException.notFound();
        }
        // An image that none could be made of is shown as it is.
        yield file.thumbnailType() == null
            ? whole(file)
            : new Shown(
                file,
                Attachment.thumbnailName(file.id()),
                file.thumbnailType(),
                file.thumbnailSize(),
                "\"t-" + file.sha256() + "\"");
      }
    };
  }

  private static Shown whole(Attachment file) {
    return new Shown(
        file,
        Attachment.storedName(file.id()),
        file.mediaType(),
        file.size(),
        "\"" + file.sha256() + "\"");
  }

  private Uni<Void> send(RoutingContext context, Shown shown) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    addHeaders(response, shown);
    if (isUnchanged(request, shown)) {
      response.setStatusCode(304).end();
      return Uni.createFrom().voidItem();
    }
    Optional<ByteRange> range;
    try {
      range =
          rangeHolds(request, shown)
              ? ByteRange.of(request.getHeader("Range"), shown.size())
              : Optional.empty();
    } catch (ProblemException refused) {
      response.putHeader("Content-Range", "bytes */" + shown.size());
      throw refused;
    }
    long from = range.map(ByteRange::from).orElse(0L);
    long length = range.map(ByteRange::length).orElse(shown.size());
    range.ifPresent(
        part ->
            response
                .setStatusCode(206)
                .putHeader("Content-Range", part.contentRange(shown.size())));
    response.putHeader("Content-Length", Long.toString(length));
    response.putHeader("Content-Type", shown.mediaType());
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
      return Uni.createFrom().voidItem();
    }
    return store.send(shown.storedName(), from, length, response);
  }

  private static void addHeaders(HttpServerResponse response, Shown shown) {
    Attachment file = shown.file();
    boolean inline = AttachmentView.isImage(file) || AttachmentView.isVideo(file);
    response
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Content-Security-Policy", "sandbox; default-src 'none'")
        // Pages of brands, which have other origins, show what their followers may see.
        .putHeader("Cross-Origin-Resource-Policy", "cross-origin")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader(
            "Content-Disposition",
            FileName.disposition(inline ? "inline" : "attachment", file.fileName()))
        .putHeader("Accept-Ranges", "bytes")
        .putHeader("ETag", shown.tag())
        .putHeader("Last-Modified", HTTP_DATE.format(file.createdAt()))
        // No longer than a link: what was deleted is soon gone from caches too.
        .putHeader("Cache-Control", "private, max-age=600");
  }

  /** {@code If-None-Match} decides; without it {@code If-Modified-Since} (RFC 9110, 13.2.2). */
  private static boolean isUnchanged(HttpServerRequest request, Shown shown) {
    String tags = request.getHeader("If-None-Match");
    if (tags != null) {
      return Arrays.stream(tags.split(",", -1))
          .map(String::strip)
          .anyMatch(tag -> tag.equals("*") || tag.replaceFirst("^W/", "").equals(shown.tag()));
    }
    return date(request.getHeader("If-Modified-Since"))
        .map(since -> !modified(shown).isAfter(since))
        .orElse(false);
  }

  /** A range of another version than the client has would be half of each. */
  private static boolean rangeHolds(HttpServerRequest request, Shown shown) {
    String condition = request.getHeader("If-Range");
    return condition == null
        || condition.equals(shown.tag())
        || date(condition).map(modified(shown)::equals).orElse(false);
  }

  private static Instant modified(Shown shown) {
    return shown.file().createdAt().truncatedTo(ChronoUnit.SECONDS);
  }

  private static Optional<Instant> date(String header) {
    try {
      return header == null ? Optional.empty() : Optional.of(Instant.from(HTTP_DATE.parse(header)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static void fail(RoutingContext context, Throwable failure) {
    HttpServerResponse response = context.response();
    if (response.headWritten()) {
      // The client is gone, or must not take half a file for a whole one.
      LOG.debugf("A download broke off: %s", failure);
      response.reset();
      return;
    }
    boolean range = response.headers().contains("Content-Range");
    String contentRange = response.headers().get("Content-Range");
    response.headers().clear();
    if (range) {
      response.putHeader("Content-Range", contentRange);
    }
    RouteProblems.answer(
        context, failure instanceof NoSuchFileException ? ProblemException.notFound() : failure);
  }
}
