package io.parley.conversation.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import io.parley.conversation.log.MessageRules;
import java.io.IOException;

/** Any string of a body: refused when PostgreSQL could not store it, whatever field it is in. */
final class StorableText extends StdScalarDeserializer<String> {
  private static final long serialVersionUID = 1L;

  StorableText() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      return (String) context.handleUnexpectedToken(String.class, parser);
    }
    String text = parser.getText();
    return MessageRules.storable(text)
        ? text
        : (String)
            context.handleWeirdStringValue(
                String.class, "", "U+0000 and lone surrogates are not allowed");
  }
}
