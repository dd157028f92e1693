package io.parley.attachment.request;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.contracts.json.Json;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/**
 * Which mapper reads a body: strict for what clients send. The commands of the contracts come from
 * a service that may be newer than this instance and are read tolerantly.
 */
@Provider
public class RequestJson implements ContextResolver<ObjectMapper> {
  private static final String COMMANDS = "io.parley.contracts.command";

  @Override
  public ObjectMapper getContext(Class<?> type) {
    return type.getPackageName().equals(COMMANDS) ? Json.tolerant() : Json.strict();
  }
}
