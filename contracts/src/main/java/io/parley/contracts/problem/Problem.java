package io.parley.contracts.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.contracts.event.Person;

/**
 * One refusal, for the person who meets it.
 *
 * @param detail what is wrong, where, and what to do; never holds message text or stack traces
 * @param owner with {@link ProblemCode#CONVERSATION_OWNED}: who owns the conversation now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(ProblemCode code, String detail, Person owner) {
  public static Problem of(ProblemCode code, String detail) {
    return new Problem(code, detail, null);
  }
}
