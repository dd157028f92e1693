package io.parley.localstack.identity;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/** An issuer in a JVM of its own, for tests. Arguments: key file, port, public address of /auth. */
public final class IssuerMain {
  private IssuerMain() {}

  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    new Issuer(SigningKey.in(Path.of(args[0])), URI.create(args[2]), Clock.systemUTC())
        .start(vertx, Integer.parseInt(args[1]));
  }
}
