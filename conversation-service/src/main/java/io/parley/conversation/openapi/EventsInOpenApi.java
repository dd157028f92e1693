package io.parley.conversation.openapi;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.parley.contracts.event.ConversationEvent;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Gives each kind of event the field that tells it apart, which Jackson writes. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class EventsInOpenApi implements OASFilter {
  @Override
  public void filterOpenAPI(OpenAPI document) {
    Map<String, Schema> schemas = document.getComponents().getSchemas();
    for (JsonSubTypes.Type kind :
        ConversationEvent.class.getAnnotation(JsonSubTypes.class).value()) {
      Schema schema = schemas.get(kind.value().getSimpleName());
      schema.addProperty(
          "event",
          OASFactory.createSchema().addType(Schema.SchemaType.STRING).constValue(kind.name()));
      schema.addRequired("event");
    }
  }
}
