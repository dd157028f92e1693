package io.parley.conversation.chatlist;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words to look for in messages, cut as the index cuts them: at everything that is no letter and no
 * digit.
 *
 * @param query as PostgreSQL's {@code to_tsquery} reads it: all words; the last may go on, unless
 *     it is so short that it could be the start of nearly everything
 */
record SearchWords(String query) {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
  private static final int SHORTEST_START = 3;
  private static final int MOST_WORDS = 16;

  /** Empty when there is no word in it. */
  static Optional<SearchWords> of(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (word.find() && words.size() < MOST_WORDS) {
      words.add("'" + word.group() + "'");
    }
    if (words.isEmpty()) {
      return Optional.empty();
    }
    String last = words.removeLast();
    // Two more for the quotes.
    words.add(last.length() >= SHORTEST_START + 2 ? last + ":*" : last);
    return Optional.of(new SearchWords(String.join(" & ", words)));
  }
}
