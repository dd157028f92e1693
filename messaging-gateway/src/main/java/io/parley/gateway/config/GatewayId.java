package io.parley.gateway.config;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** How this instance calls itself to the other gateways; another name after each start. */
@ApplicationScoped
public class GatewayId {
  private final String value;

  GatewayId(GatewayConfig config) {
    this.value = config.id().orElseGet(() -> UUID.randomUUID().toString());
  }

  public String value() {
    return value;
  }
}
