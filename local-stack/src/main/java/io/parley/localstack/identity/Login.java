package io.parley.localstack.identity;

import java.util.UUID;

/**
 * One person's login in one place, which lasts until that place logs out.
 *
 * @param session its name in ID and refresh tokens, as {@code sid}
 */
record Login(DemoPerson person, String session) {
  static Login of(DemoPerson person) {
    return new Login(person, UUID.randomUUID().toString());
  }
}
