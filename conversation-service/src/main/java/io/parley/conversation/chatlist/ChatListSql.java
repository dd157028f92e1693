package io.parley.conversation.chatlist;

import io.parley.conversation.chatlist.ChatListFilter.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One statement of the chat list with its parameters. Each walks an index in the list's order from
 * the page's position on, so that its cost depends on the page and not on the channel's size.
 */
final class ChatListSql {
  private static final String ORDER = " ORDER BY c.last_activity_at DESC, c.id DESC";

  /** One row always, so that an empty page has its counts; in one statement, so that they agree. */
  private static final String WITH_COUNTS =
      """
      SELECT n.*, c.* FROM (
        SELECT coalesce(sum(delta) FILTER (WHERE status = 'QUIET'), 0)::bigint AS quiet,
               coalesce(sum(delta) FILTER (WHERE status = 'UNANSWERED'), 0)::bigint AS unanswered,
               coalesce(sum(delta) FILTER (WHERE status = 'ACTIVE'), 0)::bigint AS active,
               coalesce(sum(delta) FILTER (WHERE status = 'FINISHED'), 0)::bigint AS finished
        FROM conversation_status_count WHERE channel_id = $1) n
      LEFT JOIN (%s) c ON true"""
          + ORDER;

  private final List<Object> parameters = new ArrayList<>();
  private final ChatListFilter filter;
  private final String channel;

  private ChatListSql(ChatListFilter filter) {
    this.filter = filter;
    this.channel = bind(filter.channel().id());
  }

  /** A statement that is ready to run. */
  record Statement(String sql, List<Object> parameters) {}

  /** All conversations that the filter lets through, whatever the follower's name. */
  static Statement walk(ChatListFilter filter, Optional<Position> after, int limit) {
    ChatListSql sql = new ChatListSql(filter);
    return sql.statement(
        WITH_COUNTS.formatted(
            "SELECT "
                + ConversationRows.COLUMNS
                + " FROM conversation c WHERE c.channel_id = "
                + sql.channel
                + sql.conditions(after)
                + ORDER
                + sql.limit(limit)));
  }

  /** The same for a rare name: from the followers to their conversations. */
  static Statement ofFew(ChatListFilter filter, Optional<Position> after, int few, int limit) {
    ChatListSql sql = new ChatListSql(filter);
    // OFFSET 0 keeps the planner from turning the look-ups into a join over all conversations.
    return sql.statement(
        WITH_COUNTS.formatted(
            "SELECT c.* FROM ("
                + sql.followersByName(few)
                + ") f CROSS JOIN LATERAL (SELECT "
                + ConversationRows.COLUMNS
                + " FROM conversation c WHERE c.channel_id = "
                + sql.channel
                + " AND c.follower_id = f.id OFFSET 0) c WHERE true"
                + sql.conditions(after)
                + ORDER
                + sql.limit(limit)));
  }

  /** The same for a frequent name: looks through the next {@code scan} conversations. */
  static Statement ofMany(ChatListFilter filter, Optional<Position> after, int scan, int limit) {
    ChatListSql sql = new ChatListSql(filter);
    return sql.statement(
        WITH_COUNTS.formatted(
            "SELECT c.* FROM (SELECT "
                + ConversationRows.COLUMNS
                + " FROM conversation c WHERE c.channel_id = "
                + sql.channel
                + sql.conditions(after)
                + ORDER
                + sql.limit(scan)
                + ") c WHERE starts_with(lower(c.follower_name), lower("
                + sql.bind(filter.name().orElseThrow())
                + "))"
                + ORDER
                + sql.limit(limit)));
  }

  /** Where {@link #ofMany} stopped looking; no row when it reached the list's end. */
  static Statement endOfScan(ChatListFilter filter, Optional<Position> after, int scan) {
    ChatListSql sql = new ChatListSql(filter);
    return sql.statement(
        "SELECT c.last_activity_at, c.id FROM conversation c WHERE c.channel_id = "
            + sql.channel
            + sql.conditions(after)
            + ORDER
            + " OFFSET "
            + sql.bind(scan - 1)
            + sql.limit(1));
  }

  /** How many followers have such a name; counts no further than {@code limit}. */
  static Statement countByName(ChatListFilter filter, int limit) {
    ChatListSql sql = new ChatListSql(filter);
    return sql.statement("SELECT count(*) AS n FROM (" + sql.followersByName(limit) + ") f");
  }

  private String followersByName(int limit) {
    // As a range and not as LIKE: a prepared LIKE has no constant from which the planner could
    // make one.
    String name = bind(filter.name().orElseThrow());
    return "SELECT f.id FROM follower f WHERE f.channel_id = "
        + channel
        + " AND lower(f.name) ~>=~ lower("
        + name
        + ") AND lower(f.name) ~<~ (lower("
        + name
        + ") || chr(1114111))"
        + limit(limit);
  }

  private String conditions(Optional<Position> after) {
    StringBuilder conditions = new StringBuilder();
    if (filter.ownerId().isPresent()) {
      conditions.append(" AND c.owner_id = ").append(bind(filter.ownerId().get()));
    } else {
      filter
          .status()
          .ifPresent(status -> conditions.append(" AND c.status = ").append(bind(status.name())));
    }
    after.ifPresent(
        position ->
            conditions
                .append(" AND (c.last_activity_at, c.id) < (")
                .append(bind(position.lastActivityAt()))
                .append(", ")
                .append(bind(position.id()))
                .append(')'));
    return conditions.toString();
  }

  private String limit(int limit) {
    return " LIMIT " + bind(limit);
  }

  private String bind(Object value) {
    parameters.add(value);
    return "$" + parameters.size();
  }

  private Statement statement(String sql) {
    return new Statement(sql, List.copyOf(parameters));
  }
}
