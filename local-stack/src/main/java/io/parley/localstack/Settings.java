package io.parley.localstack;

import io.parley.localstack.identity.AccessTokens;
import io.parley.localstack.identity.Issuer;
import io.parley.localstack.identity.Realm;
import io.parley.localstack.postgres.PostgresServer;
import java.util.Map;
import java.util.TreeMap;

/** The settings that every service reads, by the names of its environment variables. */
public final class Settings {
  /** The channels of the demo people's tokens, as id:name:mode. */
  private static final String DEMO_CHANNELS = "demo:Demo:TWO_WAY,other:Other:ONE_WAY";

  private Settings() {}

  /**
   * Settings of one service beside these servers. The database's name is left to the service's own
   * default.
   *
   * @param internalAuthBase where services fetch keys and service tokens; may differ from the
   *     public address that {@code iss} names
   */
  public static Map<String, String> of(
      PostgresServer postgres,
      String bootstrapServers,
      AccessTokens tokens,
      String internalAuthBase,
      String service) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("PARLEY_DATABASE_HOST", "127.0.0.1");
    settings.put("PARLEY_DATABASE_PORT", Integer.toString(postgres.port()));
    settings.put("PARLEY_DATABASE_USER", PostgresServer.USER);
    settings.put("PARLEY_DATABASE_PASSWORD", PostgresServer.PASSWORD);
    settings.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
    for (Realm realm : Realm.values()) {
      settings.put("PARLEY_OIDC_" + realm.name() + "_ISSUER", tokens.issuer(realm));
      settings.put("PARLEY_OIDC_" + realm.name() + "_URL", internalAuthBase + "/" + realm.path());
    }
    settings.put("PARLEY_SERVICE_CLIENT_ID", service);
    settings.put("PARLEY_SERVICE_CLIENT_SECRET", Issuer.SERVICE_SECRET);
    settings.put("PARLEY_CHANNELS", DEMO_CHANNELS);
    settings.put("PARLEY_DEMO_DATA", "true");
    return settings;
  }
}
