package io.parley.gateway.feed;

import io.parley.gateway.config.GatewayConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one delivery of this instance out of its surroundings. */
final class DeliveryFactory {
  DeliveryFactory() {}

  @Produces
  @Singleton
  static Delivery delivery(Pages pages, Delivery.Observer observer, GatewayConfig config) {
    return new Delivery(pages, observer, config.feeds().pageSize(), config.feeds().conversations());
  }
}
