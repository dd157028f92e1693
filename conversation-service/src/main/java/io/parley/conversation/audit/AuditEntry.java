package io.parley.conversation.audit;

import io.parley.contracts.event.Participant;
import io.parley.contracts.event.ParticipantRole;
import io.parley.contracts.event.Person;
import java.util.Map;

/**
 * Something to be recorded.
 *
 * @param by an agent, or the suite itself for what it does unasked; never a follower, whose name
 *     would stay for ever
 * @param subject the id of what it was done to
 * @param details ids and numbers by name; never text, names of followers or of files, or secrets
 */
public record AuditEntry(
    String channelId,
    Participant by,
    AuditAction action,
    String subject,
    Map<String, String> details) {
  public AuditEntry {
    if (by.role() == ParticipantRole.FOLLOWER) {
      throw new IllegalArgumentException("The audit is about agents and the suite");
    }
    details = Map.copyOf(details);
  }

  /** Something that an agent did. */
  public static AuditEntry of(
      String channelId,
      Person agent,
      AuditAction action,
      String subject,
      Map<String, String> details) {
    return new AuditEntry(
        channelId,
        new Participant(ParticipantRole.AGENT, agent.id(), agent.name()),
        action,
        subject,
        details);
  }

  /** Something that an agent did and of which there is nothing more to say. */
  public static AuditEntry of(String channelId, Person agent, AuditAction action, String subject) {
    return of(channelId, agent, action, subject, Map.of());
  }

  /** Something that the suite did by itself. */
  public static AuditEntry ofSystem(
      String channelId, AuditAction action, String subject, Map<String, String> details) {
    return new AuditEntry(
        channelId,
        new Participant(ParticipantRole.SYSTEM, "parley", "Parley"),
        action,
        subject,
        details);
  }
}
