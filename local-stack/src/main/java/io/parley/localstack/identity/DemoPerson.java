package io.parley.localstack.identity;

import java.util.List;

/**
 * Somebody who can log in to the local stack.
 *
 * @param sub subject of the token, also the name given to {@code ./parley token}
 * @param name what other people see
 * @param realm which issuer knows the person
 */
public record DemoPerson(
    String sub, String name, Realm realm, List<String> roles, List<String> channels) {
  public DemoPerson {
    roles = List.copyOf(roles);
    channels = List.copyOf(channels);
  }
}
