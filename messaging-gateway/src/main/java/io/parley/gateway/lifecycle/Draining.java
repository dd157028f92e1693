package io.parley.gateway.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether this instance is on its way out and takes nobody in any more. */
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
