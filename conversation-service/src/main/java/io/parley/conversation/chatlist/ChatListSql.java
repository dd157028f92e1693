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
  private final List<Object> parameters = new ArrayList<>();
  private final ChatListFilter filter;
  private final String channel;
  private final String sortKey;
  private final String columns;
  private final String order;

  private ChatListSql(ChatListFilter filter) {
    this.filter = filter;
    this.channel = bind(filter.channel().id());
    this.sortKey = filter.longestWaitFirst() ? "c.waiting_since" : "c.listed_at";
    this.columns = ConversationRows.COLUMNS + ", c.listed_at, " + sortKey + " AS sort_key";
    this.order =
        filter.longestWaitFirst()
            ? " ORDER BY c.waiting_since, c.id"
            : " ORDER BY c.listed_at DESC, c.id DESC";
  }

  /** A statement that is ready to run. */
  record Statement(String sql, List<Object> parameters) {}

  /** All conversations that the filter lets through, whatever is searched for. */
  static Statement walk(ChatListFilter filter, Optional<Position> after, int limit) {
    ChatListSql sql = new ChatListSql(filter);
    return sql.withCounts(
        "SELECT "
            + sql.columns
            + " FROM conversation c WHERE c.channel_id = "
            + sql.channel
            + sql.conditions(after)
            + sql.order
            + sql.limit(limit));
  }

  /** The same for what is rare: from followers and messages to their conversations. */
  static Statement ofFew(ChatListFilter filter, Optional<Position> after, int few, int limit) {
    ChatListSql sql = new ChatListSql(filter);
    // OFFSET 0 keeps the planner from turning the look-ups into joins over all conversations.
    return sql.withCounts(
        "SELECT c.* FROM (SELECT n.id FROM ("
            + sql.followersByName(few)
            + ") f CROSS JOIN LATERAL (SELECT c.id FROM conversation c WHERE c.channel_id = "
            + sql.channel
            + " AND c.follower_id = f.id OFFSET 0) n"
            + sql.messages(few).map(messages -> " UNION (" + messages + ")").orElse("")
            + ") f CROSS JOIN LATERAL (SELECT "
            + sql.columns
            + " FROM conversation c WHERE c.channel_id = "
            + sql.channel
            + " AND c.id = f.id OFFSET 0) c WHERE true"
            + sql.conditions(after)
            + sql.order
            + sql.limit(limit));
  }

  /**
   * The same for what is frequent: looks through the next {@code scan} conversations.
   *
   * @param fewMessages how many messages say it at most; 0 when there are more
   */
  static Statement ofMany(
      ChatListFilter filter, Optional<Position> after, int scan, int fewMessages, int limit) {
    ChatListSql sql = new ChatListSql(filter);
    return sql.withCounts(
        "SELECT c.* FROM (SELECT "
            + sql.columns
            + " FROM conversation c WHERE c.channel_id = "
            + sql.channel
            + sql.conditions(after)
            + sql.order
            + sql.limit(scan)
            + ") c WHERE starts_with(lower(c.follower_name), lower("
            + sql.bind(filter.name().orElseThrow())
            + "))"
            + sql.orSays(fewMessages)
            + sql.order
            + sql.limit(limit));
  }

  /** Where {@link #ofMany} stopped looking; no row when it reached the list's end. */
  static Statement endOfScan(ChatListFilter filter, Optional<Position> after, int scan) {
    ChatListSql sql = new ChatListSql(filter);
    return sql.statement(
        "SELECT "
            + sql.sortKey
            + " AS sort_key, c.id FROM conversation c WHERE c.channel_id = "
            + sql.channel
            + sql.conditions(after)
            + sql.order
            + " OFFSET "
            + sql.bind(scan - 1)
            + sql.limit(1));
  }

  /** How many followers have such a name and how many messages say it; no further than limit. */
  static Statement countMatches(ChatListFilter filter, int limit) {
    ChatListSql sql = new ChatListSql(filter);
    return sql.statement(
        "SELECT (SELECT count(*) FROM ("
            + sql.followersByName(limit)
            + ") f) AS names, "
            + sql.messages(limit)
                .map(messages -> "(SELECT count(*) FROM (" + messages + ") m)")
                .orElse("0::bigint")
            + " AS messages");
  }

  /** One row always, so that an empty page has its counts; in one statement, so that they agree. */
  private Statement withCounts(String page) {
    String sql =
        """
        SELECT n.*, c.*, coalesce((
          SELECT read_seq FROM conversation_mark m WHERE m.conversation_id = c.id
            AND m.participant_role = 'AGENT' AND m.participant_id = %s), 0) AS read_seq
        FROM (
          SELECT coalesce(sum(delta) FILTER (WHERE status = 'QUIET'), 0)::bigint AS quiet,
                 coalesce(sum(delta) FILTER (WHERE status = 'UNANSWERED'), 0)::bigint AS unanswered,
                 coalesce(sum(delta) FILTER (WHERE status = 'ACTIVE'), 0)::bigint AS active,
                 coalesce(sum(delta) FILTER (WHERE status = 'FINISHED'), 0)::bigint AS finished,
                 coalesce(sum(delta) FILTER (WHERE status = 'ERASED'), 0)::bigint AS erased
          FROM conversation_status_count WHERE channel_id = $1) n
        LEFT JOIN (%s) c ON true"""
            .formatted(bind(filter.callerId()), page);
    return statement(sql + order);
  }

  private Optional<String> messages(int limit) {
    return filter
        .words()
        .map(
            words ->
                "SELECT m.conversation_id FROM message_search m WHERE m.channel_id = "
                    + channel
                    + " AND m.words @@ to_tsquery('simple', "
                    + bind(words.query())
                    + ")"
                    + limit(limit));
  }

  private String orSays(int fewMessages) {
    if (filter.words().isEmpty()) {
      return "";
    }
    if (fewMessages > 0) {
      return " OR c.id IN (" + messages(fewMessages).orElseThrow() + ")";
    }
    return " OR EXISTS (SELECT 1 FROM message_search m WHERE m.conversation_id = c.id"
        + " AND m.words @@ to_tsquery('simple', "
        + bind(filter.words().get().query())
        + ") OFFSET 0)";
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
          .ifPresentOrElse(
              status -> conditions.append(" AND c.status = ").append(bind(status.name())),
              () -> conditions.append(" AND c.status <> 'ERASED'"));
    }
    after.ifPresent(
        position ->
            conditions
                .append(" AND (")
                .append(sortKey)
                .append(", c.id) ")
                .append(filter.longestWaitFirst() ? ">" : "<")
                .append(" (")
                .append(bind(position.key()))
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
