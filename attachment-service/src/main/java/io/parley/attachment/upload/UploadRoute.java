package io.parley.attachment.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.attachment.conversation.ConversationClient;
import io.parley.attachment.download.AttachmentView;
import io.parley.attachment.identity.Callers;
import io.parley.attachment.link.Links;
import io.parley.attachment.record.Attachment;
import io.parley.attachment.record.Attachments;
import io.parley.attachment.storage.FullStorage;
import io.parley.attachment.storage.Staging;
import io.parley.attachment.storage.Workers;
import io.parley.contracts.command.Actor;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.json.Json;
import io.parley.contracts.problem.ProblemCode;
import io.parley.rest.problem.ProblemException;
import io.parley.rest.problem.RouteProblems;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code POST /api/attachments}: one file, as {@code multipart/form-data} or as the body itself
 * with its name in {@code Content-Disposition}. Agents name the conversation, followers of several
 * channels the channel, both in the query.
 */
@ApplicationScoped
public class UploadRoute {
  private final Vertx vertx;
  private final Workers workers;
  private final UploadConfig config;
  private final Staging staging;
  private final Uploads uploads;
  private final Attachments attachments;
  private final ConversationClient conversations;
  private final Links links;
  private final UploadRate rate;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final InflowMemory memory = new InflowMemory();

  UploadRoute(
      Vertx vertx,
      Workers workers,
      UploadConfig config,
      Staging staging,
      Uploads uploads,
      Attachments attachments,
      ConversationClient conversations,
      Links links,
      UploadRate rate) {
    this.vertx = vertx;
    this.workers = workers;
    this.config = config;
    this.staging = staging;
    this.uploads = uploads;
    this.attachments = attachments;
    this.conversations = conversations;
    this.links = links;
    this.rate = rate;
  }

  void register(@Observes Router router) {
    router.post("/api/attachments").handler(this::upload);
  }

  private void upload(RoutingContext context) {
    HttpServerRequest request = context.request();
    request.pause();
    if (inFlight.incrementAndGet() > config.inFlight()) {
      inFlight.decrementAndGet();
      refuse(
          context,
          new ProblemException(ProblemCode.OVERLOADED, "Too many uploads at once. Try again."));
      return;
    }
    Inflow inflow = Inflow.of(request, memory);
    inflow.hold();
    Uni.createFrom()
        .deferred(() -> receive(context, inflow))
        .onTermination()
        .invoke(
            () -> {
              inFlight.decrementAndGet();
              inflow.end();
            })
        .subscribe()
        .with(stored -> answer(context, stored), failure -> refuse(context, failure));
  }

  private Uni<Attachment> receive(RoutingContext context, Inflow inflow) {
    Actor actor =
        Callers.find(context)
            .orElseThrow(
                () -> new ProblemException(ProblemCode.UNAUTHENTICATED, "Send a bearer token."));
    rate.count(Callers.key(actor));
    Incoming incoming = Incoming.of(context.request(), inflow);
    incoming.requireFits(config);
    requireRoom(incoming.announcedBytes());
    return conversation(context, actor)
        .call(conversation -> requireFewUnsent(actor))
        .flatMap(conversation -> receive(incoming, inflow, actor, conversation));
  }

  private Uni<Attachment> receive(
      Incoming incoming,
      Inflow inflow,
      Actor actor,
      ConversationClient.ConversationKey conversation) {
    Uploads.Begun upload = uploads.begin(conversation, actor.participant());
    return incoming
        .open(config)
        .flatMap(
            part ->
                Receiver.receive(
                        workers,
                        staging,
                        part.bytes(),
                        part.name(),
                        config.bytes(part.name().type().kind()),
                        inflow)
                    .flatMap(staged -> uploads.complete(upload, staged, part.name())))
        .onFailure()
        .invoke(failure -> uploads.abandon(upload));
  }

  /** Whose conversation the file is for, in the same words as a message that is sent. */
  private Uni<ConversationClient.ConversationKey> conversation(
      RoutingContext context, Actor actor) {
    String conversationId = context.request().getParam("conversationId");
    if (conversationId != null) {
      return conversations.describe(actor, conversationId);
    }
    if (actor.role() == ParticipantRole.AGENT) {
      throw ProblemException.malformed("Name the conversationId that the file is for.");
    }
    String named = context.request().getParam("channelId");
    if (named == null && actor.channels().size() != 1) {
      throw ProblemException.malformed("Name the channelId: you follow several channels.");
    }
    String channelId = named == null ? actor.channels().iterator().next() : named;
    if (!actor.channels().contains(channelId)) {
      throw ProblemException.notFound();
    }
    return Uni.createFrom().item(new ConversationClient.ConversationKey(channelId, actor.id()));
  }

  private Uni<Void> requireFewUnsent(Actor actor) {
    return attachments
        .countPending(actor.participant())
        .invoke(
            unsent -> {
              if (unsent >= config.unsentPerPerson()) {
                throw new ProblemException(
                    ProblemCode.RATE_LIMITED,
                    "You have %d files that were not sent. Send some first.".formatted(unsent));
              }
            })
        .replaceWithVoid();
  }

  private void requireRoom(long bytes) {
    try {
      if (!staging.hasRoomFor(bytes)) {
        throw FullStorage.problem();
      }
    } catch (IOException e) {
      throw new ProblemException(ProblemCode.UNAVAILABLE, "The storage cannot be reached.");
    }
  }

  private void answer(RoutingContext context, Attachment stored) {
    if (context.response().closed()) {
      return;
    }
    context
        .response()
        .setStatusCode(201)
        .putHeader("Location", "/api/attachments/" + stored.id())
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(toJson(AttachmentView.of(stored, links)));
  }

  private static Buffer toJson(AttachmentView view) {
    try {
      return Buffer.buffer(Json.tolerant().writeValueAsBytes(view));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record of plain values is always JSON", e);
    }
  }

  private void refuse(RoutingContext context, Throwable failure) {
    Leftovers.discard(vertx, context.request());
    RouteProblems.answer(context, failure);
  }
}
