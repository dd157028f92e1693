package io.parley.conversation.engagement;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A channel's catalogue, by id.
 *
 * @param nextCursor asks for the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "CataloguePage")
public record CataloguePage(
    @Schema(required = true) List<CatalogueEntry> items, String nextCursor) {
  public CataloguePage {
    items = List.copyOf(items);
  }
}
