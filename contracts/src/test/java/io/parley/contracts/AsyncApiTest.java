package io.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.parley.contracts.problem.ProblemCode;
import io.parley.contracts.socket.ClientFrame;
import io.parley.contracts.socket.CloseCode;
import io.parley.contracts.socket.ServerFrame;
import io.parley.contracts.topic.CloudEventHeader;
import io.parley.contracts.topic.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The AsyncAPI document names every topic, frame and code of the Java records, and no other. */
class AsyncApiTest {
  private static final JsonNode API = load();

  @Test
  void channelsAreTheTopicsAndTheTwoSockets() {
    // Given
    List<String> expected =
        new ArrayList<>(Arrays.stream(Topic.values()).map(Topic::topicName).toList());
    expected.addAll(List.of("follower-socket", "agent-socket"));

    // When
    List<String> channels = names(API.get("channels"));

    // Then
    assertThat(channels).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @EnumSource
  void aTopicIsDescribedAsItIsCreated(Topic topic) {
    // Given
    JsonNode channel = API.get("channels").get(topic.topicName());

    // When
    JsonNode kafka = channel.at("/bindings/kafka");

    // Then
    assertThat(channel.get("address").asText()).isEqualTo(topic.topicName());
    assertThat(names(channel.get("messages"))).containsExactly(topic.eventType());
    assertThat(kafka.get("partitions").asInt()).isEqualTo(topic.partitions());
    assertThat(kafka.get("topicConfiguration").get("retention.ms").asLong())
        .isEqualTo(topic.retention().toMillis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"follower", "agent"})
  void aSocketCarriesEveryFrame(String side) {
    // Given
    Set<String> clientFrames = prefixed("client-", ContractFiles.subTypes(ClientFrame.class));
    Set<String> serverFrames = prefixed("server-", ContractFiles.subTypes(ServerFrame.class));
    serverFrames.add(ContractFiles.EVENT_FRAME);

    // When
    JsonNode channel = API.get("channels").get(side + "-socket");

    // Then
    assertThat(channel.get("address").asText()).isEqualTo("/ws/" + side);
    assertThat(operationMessages("receive-from-" + side)).isEqualTo(clientFrames);
    assertThat(operationMessages("send-to-" + side)).isEqualTo(serverFrames);
  }

  @Test
  void everyMessageHasItsSchema() {
    // Given
    Set<String> contracts = ContractFiles.contracts().keySet();

    // When
    JsonNode messages = API.at("/components/messages");

    // Then
    assertThat(names(messages)).containsExactlyInAnyOrderElementsOf(contracts);
    assertThat(contracts)
        .allSatisfy(
            name ->
                assertThat(messages.get(name).at("/payload/schema/$ref").asText())
                    .isEqualTo("./schema/" + name + ".json"));
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    // Given
    List<String> references = API.findValuesAsText("$ref");

    // When
    List<String> broken = references.stream().filter(each -> !resolves(each)).toList();

    // Then
    assertThat(references).isNotEmpty();
    assertThat(broken).isEmpty();
  }

  @Test
  void closeCodesAreThoseOfTheEnum() {
    // Given
    List<String> expected =
        Arrays.stream(CloseCode.values()).map(each -> each.code() + " " + each.reason()).toList();

    // When
    List<String> listed =
        API.at("/components/x-close-codes")
            .valueStream()
            .map(each -> each.get("code").asInt() + " " + each.get("reason").asText())
            .toList();

    // Then
    assertThat(listed).isEqualTo(expected);
  }

  @Test
  void problemCodesAreThoseOfTheEnum() {
    // Given
    List<String> expected = Arrays.stream(ProblemCode.values()).map(ProblemCode::code).toList();

    // When
    List<String> listed =
        API.at("/components/schemas/problemCode/enum").valueStream().map(JsonNode::asText).toList();

    // Then
    assertThat(listed).isEqualTo(expected);
  }

  @Test
  void headersAreThoseOfTheConstants() throws Exception {
    // Given
    Set<String> expected = new LinkedHashSet<>();
    for (Field field : CloudEventHeader.class.getDeclaredFields()) {
      expected.add((String) field.get(null));
    }

    // When
    JsonNode schemas = API.at("/components/schemas");
    Set<String> listed = new LinkedHashSet<>();
    for (String name : List.of("cloudEventHeaders", "channelEventHeaders", "logEventHeaders")) {
      schemas
          .get(name)
          .findValues("properties")
          .forEach(properties -> listed.addAll(names(properties)));
    }

    // Then
    assertThat(listed).isEqualTo(expected);
  }

  private static Set<String> operationMessages(String operation) {
    Set<String> messages = new LinkedHashSet<>();
    for (JsonNode each : API.get("operations").get(operation).get("messages")) {
      String reference = each.get("$ref").asText();
      messages.add(reference.substring(reference.lastIndexOf('/') + 1));
    }
    return messages;
  }

  private static boolean resolves(String reference) {
    return reference.startsWith("#")
        ? !API.at(reference.substring(1)).isMissingNode()
        : Files.exists(ContractFiles.RESOURCES.resolve(reference));
  }

  private static Set<String> prefixed(String prefix, java.util.Map<String, Class<?>> types) {
    Set<String> names = new LinkedHashSet<>();
    types.keySet().forEach(name -> names.add(prefix + name + ".v1"));
    return names;
  }

  private static List<String> names(JsonNode object) {
    return Stream.of(object)
        .flatMap(each -> each.propertyStream().map(java.util.Map.Entry::getKey))
        .toList();
  }

  private static JsonNode load() {
    try {
      return new YAMLMapper().readTree(ContractFiles.RESOURCES.resolve("asyncapi.yaml").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
