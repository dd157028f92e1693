package io.parley.localstack.identity;

import io.parley.localstack.process.StackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The people of the local stack's demo data, by name. Channels are {@code demo} and {@code other}.
 */
public final class DemoPeople {
  /** Longest range that one name may stand for. */
  public static final int MAX_RANGE = 1_000_000;

  private static final Pattern NUMBERED = Pattern.compile("([a-z-]+)-([1-9][0-9]{0,8})");
  private static final Pattern RANGE =
      Pattern.compile("([a-z-]+)-([1-9][0-9]{0,8})\\.\\.([1-9][0-9]{0,8})");

  private static final List<DemoPerson> STAFF =
      List.of(
          agent("agent-1", "Agent 1", List.of("agent"), "demo"),
          agent("agent-2", "Agent 2", List.of("agent"), "demo"),
          agent("admin-1", "Admin 1", List.of("agent", "chat-admin", "analyst"), "demo"),
          agent("agent-3", "Agent 3", List.of("agent", "chat-admin"), "other"));

  private static final List<String> SERVICES =
      List.of(
          "conversation-service", "messaging-gateway", "attachment-service", "analytics-service");

  private static final Map<String, DemoPerson> FIXED =
      Stream.concat(
              STAFF.stream(),
              SERVICES.stream()
                  .map(
                      sub ->
                          new DemoPerson(sub, sub, Realm.SERVICES, List.of("service"), List.of())))
          .collect(Collectors.toUnmodifiableMap(DemoPerson::sub, person -> person));

  private DemoPeople() {}

  /** The agents and the admin, in the order in which a login page offers them. */
  public static List<DemoPerson> staff() {
    return STAFF;
  }

  /** The person of that name, for example {@code agent-1} or {@code both-follower-9}. */
  public static Optional<DemoPerson> find(String name) {
    DemoPerson fixed = FIXED.get(name);
    if (fixed != null) {
      return Optional.of(fixed);
    }
    Matcher numbered = NUMBERED.matcher(name);
    if (!numbered.matches()) {
      return Optional.empty();
    }
    String number = numbered.group(2);
    return switch (numbered.group(1)) {
      case "follower" -> Optional.of(follower(name, "Follower " + number, List.of("demo")));
      case "other-follower" ->
          Optional.of(follower(name, "Other Follower " + number, List.of("other")));
      case "both-follower" ->
          Optional.of(follower(name, "Both Follower " + number, List.of("demo", "other")));
      default -> Optional.empty();
    };
  }

  /**
   * The person of that name.
   *
   * @throws StackException if there is none; the message says which names exist
   */
  public static DemoPerson get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new StackException(
                    "No demo person is called '"
                        + name
                        + "': there are agent-1, agent-2, agent-3, admin-1, follower-N,"
                        + " other-follower-N and both-follower-N"));
  }

  /**
   * The people that a name or a range such as {@code follower-1..10000} stands for, in order.
   *
   * @throws StackException if a name is nobody's, or the range is empty or longer than {@link
   *     #MAX_RANGE}
   */
  public static List<DemoPerson> parse(String nameOrRange) {
    Matcher range = RANGE.matcher(nameOrRange);
    if (!range.matches()) {
      return List.of(get(nameOrRange));
    }
    int first = Integer.parseInt(range.group(2));
    int last = Integer.parseInt(range.group(3));
    if (last < first || last - first >= MAX_RANGE) {
      throw new StackException(
          "'" + nameOrRange + "' is not a range of 1 to " + MAX_RANGE + " people");
    }
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> get(range.group(1) + "-" + number))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static DemoPerson agent(String sub, String name, List<String> roles, String channel) {
    return new DemoPerson(sub, name, Realm.AGENTS, roles, List.of(channel));
  }

  private static DemoPerson follower(String sub, String name, List<String> channels) {
    return new DemoPerson(sub, name, Realm.FOLLOWERS, List.of("follower"), channels);
  }
}
