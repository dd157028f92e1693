package io.parley.attachment.life;

import io.parley.attachment.record.Attachments;
import io.parley.attachment.storage.Staging;
import io.parley.attachment.storage.Workers;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * The regular round: settles claims, gives up what was not sent, removes bytes, empties staging.
 */
@ApplicationScoped
class Sweep {
  private static final Logger LOG = Logger.getLogger(Sweep.class);

  private final Attachments attachments;
  private final Settlement settlement;
  private final Removal removal;
  private final Staging staging;
  private final Workers workers;
  private final LifeConfig config;
  private final Clock clock;

  Sweep(
      Attachments attachments,
      Settlement settlement,
      Removal removal,
      Staging staging,
      Workers workers,
      LifeConfig config,
      Clock clock) {
    this.attachments = attachments;
    this.settlement = settlement;
    this.removal = removal;
    this.staging = staging;
    this.workers = workers;
    this.config = config;
    this.clock = clock;
  }

  @Scheduled(
      every = "{parley.attachment.sweep.every}",
      delayed = "{parley.attachment.sweep.first}",
      identity = "attachment-sweep",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> round() {
    return quietly(attachments.claimedBefore(config.claim()).flatMap(settlement::settle))
        .flatMap(done -> quietly(removeGone()))
        .flatMap(done -> quietly(emptyStaging()));
  }

  private Uni<Integer> removeGone() {
    return attachments
        .markExpiredRemoving(config.unsent(), config.writing())
        .flatMap(expired -> attachments.removing())
        .flatMap(removal::remove)
        .invoke(Sweep::tell);
  }

  private Uni<Integer> emptyStaging() {
    return workers
        .run(() -> staging.sweep(clock.instant().minus(config.writing())))
        .invoke(Sweep::tell);
  }

  private static void tell(int removed) {
    if (removed > 0) {
      LOG.infof("Removed %d files that nobody needs", removed);
    }
  }

  /** Each step has the next round too. */
  private static Uni<Void> quietly(Uni<?> step) {
    return step.replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.warnf("Left to the next round: %s", failure))
        .onFailure()
        .recoverWithNull();
  }
}
