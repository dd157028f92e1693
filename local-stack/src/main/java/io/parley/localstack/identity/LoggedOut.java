package io.parley.localstack.identity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Logins that have ended, so that their refresh tokens get nothing any more. The latest are kept,
 * and until the issuer ends: enough for demonstrations, which is all that this issuer is for.
 */
final class LoggedOut {
  private static final int KEPT = 10_000;

  private final Set<String> sessions =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > KEPT;
                }
              }));

  void add(Login login) {
    sessions.add(login.session());
  }

  boolean includes(Login login) {
    return sessions.contains(login.session());
  }
}
