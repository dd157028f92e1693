package io.parley.gateway.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Whether this instance is on its way out and takes nobody in any more. It is from the signal on,
 * while its sockets stay until balancers have noticed.
 */
@ApplicationScoped
public class Draining {
  private volatile boolean started;

  public boolean started() {
    return started;
  }

  void start() {
    started = true;
  }
}
