package io.parley.contracts.setting;

import java.util.Optional;

/**
 * Every environment variable that a service reads, with how it is written. What each means is in
 * {@code docs/reference.md}; which service reads it, and its default, in the service's {@code
 * application.properties}.
 */
public enum Setting {
  KAFKA_BOOTSTRAP_SERVERS(Need.AWAY, Form.BROKERS),
  OTEL_EXPORTER_OTLP_ENDPOINT(Need.NEVER, Form.URL),
  OTEL_SDK_DISABLED(Need.NEVER, Form.FLAG),
  OTEL_TRACES_SAMPLER_ARG(Need.NEVER, Form.RATIO),
  PARLEY_ALLOWED_ORIGINS(Need.AWAY, Form.ORIGINS),
  PARLEY_ANALYTICS_SERVICE_URL(Need.AWAY, Form.URLS),
  PARLEY_ATTACHMENT_FOLDER(Need.AWAY, Form.TEXT),
  PARLEY_ATTACHMENT_IMAGE_BYTES(Need.NEVER, Form.number(1, 1L << 30)),
  PARLEY_ATTACHMENT_LINK_KEY(Need.ALWAYS, Form.secretOf(32)),
  PARLEY_ATTACHMENT_S3_BUCKET(Need.NEVER, Form.TEXT),
  PARLEY_ATTACHMENT_S3_ENDPOINT(Need.NEVER, Form.URL),
  PARLEY_ATTACHMENT_S3_REGION(Need.NEVER, Form.TEXT),
  PARLEY_ATTACHMENT_SERVICE_URL(Need.AWAY, Form.URLS),
  PARLEY_ATTACHMENT_STORE(Need.NEVER, Form.oneOf("filesystem", "s3")),
  PARLEY_ATTACHMENT_SWEEP_EVERY(Need.NEVER, Form.DURATION_TEXT),
  PARLEY_ATTACHMENT_VIDEO_BYTES(Need.NEVER, Form.number(1, 1L << 30)),
  PARLEY_CHANNELS(Need.NEVER, Form.CHANNELS),
  PARLEY_CONVERSATION_SERVICE_URL(Need.AWAY, Form.URLS),
  PARLEY_DATABASE_HOST(Need.AWAY, Form.TEXT),
  PARLEY_DATABASE_NAME(Need.AWAY, Form.TEXT),
  PARLEY_DATABASE_PASSWORD(Need.AWAY, Form.SECRET),
  PARLEY_DATABASE_PORT(Need.AWAY, Form.PORT),
  PARLEY_DATABASE_USER(Need.AWAY, Form.TEXT),
  PARLEY_DEMO_DATA(Need.NEVER, Form.FLAG),
  PARLEY_EVENT_LOOPS(Need.NEVER, Form.number(1, 1024)),
  PARLEY_FOLLOWER_TOKENS_ISSUER(Need.AWAY, Form.URL),
  PARLEY_FOLLOWER_TOKENS_KEY(Need.NEVER, Form.SECRET),
  PARLEY_FOLLOWER_TOKENS_URL(Need.AWAY, Form.URL),
  PARLEY_INSTANCES(Need.NEVER, Form.number(1, 1_000)),
  PARLEY_OIDC_AGENTS_ISSUER(Need.AWAY, Form.URL),
  PARLEY_OIDC_AGENTS_URL(Need.AWAY, Form.URL),
  PARLEY_OIDC_FOLLOWERS_ISSUER(Need.AWAY, Form.URL),
  PARLEY_OIDC_FOLLOWERS_URL(Need.AWAY, Form.URL),
  PARLEY_OIDC_SERVICES_ISSUER(Need.AWAY, Form.URL),
  PARLEY_OIDC_SERVICES_URL(Need.AWAY, Form.URL),
  PARLEY_PRIVACY_SETTLE(Need.NEVER, Form.DURATION_TEXT),
  PARLEY_SAMPLE_HISTORY(Need.NEVER, Form.FLAG),
  PARLEY_SERVICE_CLIENT_ID(Need.NEVER, Form.TEXT),
  PARLEY_SERVICE_CLIENT_SECRET(Need.AWAY, Form.SECRET),
  PARLEY_SHUTDOWN_DELAY(Need.NEVER, Form.DURATION_TEXT),
  PARLEY_TRUSTED_PROXIES(Need.NEVER, Form.RANGES),
  /** 0 is any port that is free, for what nobody has to reach. */
  QUARKUS_HTTP_PORT(Need.NEVER, Form.number(0, 65_535));

  /** When a service cannot do without. */
  public enum Need {
    NEVER,
    /** Where it does not run beside a local stack: the default fits a developer's machine only. */
    AWAY,
    ALWAYS
  }

  private final Need need;

  @SuppressWarnings("ImmutableEnumChecker") // Its predicates hold nothing that changes.
  private final Form form;

  Setting(Need need, Form form) {
    this.need = need;
    this.form = form;
  }

  public Need need() {
    return need;
  }

  /**
   * What is wrong with a value, and what to write; empty when nothing is. A secret is not repeated.
   *
   * @param value null or empty when there is none
   */
  public Optional<String> problem(String value, boolean needed) {
    if (value == null || value.isBlank()) {
      return needed ? Optional.of(name() + " is missing: write " + form.hint()) : Optional.empty();
    }
    if (form.accepts().test(value)) {
      return Optional.empty();
    }
    String shown = form.secret() ? "is not one that can be used" : "is '" + value + "'";
    return Optional.of(name() + " " + shown + ": write " + form.hint());
  }
}
