package io.parley.conversation.request;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.parley.contracts.json.Json;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/**
 * Which mapper reads a body: strict for what clients send. The commands of the contracts come from
 * a gateway that may be newer than this instance and are read tolerantly.
 */
@Provider
public class RequestJson implements ContextResolver<ObjectMapper> {
  private static final String COMMANDS = "io.parley.contracts.command";

  private static final ObjectMapper CLIENTS =
      Json.strict()
          .copy()
          .registerModule(
              new SimpleModule("storable-text").addDeserializer(String.class, new StorableText()));

  @Override
  public ObjectMapper getContext(Class<?> type) {
    return type.getPackageName().equals(COMMANDS) ? Json.tolerant() : CLIENTS;
  }
}
