package io.parley.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.parley.contracts.socket.ClientFrame;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames are written with single quotes here. */
class FrameReaderTest {
  private static ClientFrame read(String quoted) throws MalformedFrameException {
    return FrameReader.read(quoted.replace('\'', '"'));
  }

  @Test
  void everyTypeIsRead() throws MalformedFrameException {
    // Given
    List<String> frames =
        List.of(
            "{'type':'send','clientMessageId':'a.B_9:-','conversationId':'c','channelId':'d',"
                + "'text':'hi','attachmentIds':['x'],'takeOverFrom':'agent 1'}",
            "{'type':'resume','positions':{'c':0}}",
            "{'type':'resume','after':7}",
            "{'type':'typing'}",
            "{'seq':3,'type':'read','conversationId':'c'}",
            "{'type':'authenticate','token':'t'}");

    // When
    List<ClientFrame> read =
        List.of(
            read(frames.get(0)),
            read(frames.get(1)),
            read(frames.get(2)),
            read(frames.get(3)),
            read(frames.get(4)),
            read(frames.get(5)));

    // Then
    assertThat(read)
        .containsExactly(
            new ClientFrame.Send("a.B_9:-", "c", "d", "hi", List.of("x"), "agent 1"),
            new ClientFrame.Resume(Map.of("c", 0L), null),
            new ClientFrame.Resume(null, 7L),
            new ClientFrame.Typing(null),
            new ClientFrame.Read("c", 3L),
            new ClientFrame.Authenticate("t"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "[]",
        "'send'",
        "{}",
        "{'type':null}",
        "{'type':'shout'}",
        "{'type':'send'} {}",
        "{'type':'send'",
        "{'type':'typing','type':'typing'}",
        "{'type':'send','clientMessageId':'m','text':'x','seq':5}",
        "{'type':'send','clientMessageId':'m','text':'x','sender':{'id':'agent-1'}}",
        "{'type':'send','clientMessageId':'m','text':'x','sentAt':'2020-01-01T00:00:00Z'}",
        "{'type':'send','clientMessageId':'m','text':7}",
        "{'type':'send','clientMessageId':7,'text':'x'}",
        "{'type':'send','text':'x'}",
        "{'type':'send','clientMessageId':'','text':'x'}",
        "{'type':'send','clientMessageId':'a b','text':'x'}",
        "{'type':'send','clientMessageId':'ä','text':'x'}",
        "{'type':'send','clientMessageId':'m','text':'\\u0000'}",
        "{'type':'send','clientMessageId':'m','text':'\\ud83d'}",
        "{'type':'send','clientMessageId':'m','text':'\\ude00x'}",
        "{'type':'send','clientMessageId':'m','conversationId':'a/b','text':'x'}",
        "{'type':'send','clientMessageId':'m','channelId':'','text':'x'}",
        "{'type':'send','clientMessageId':'m','attachmentIds':[null]}",
        "{'type':'send','clientMessageId':'m','attachmentIds':['../x']}",
        "{'type':'send','clientMessageId':'m','attachmentIds':'x'}",
        "{'type':'send','clientMessageId':'m','text':'x','takeOverFrom':'\\ud83d'}",
        "{'type':'resume'}",
        "{'type':'resume','positions':{},'after':1}",
        "{'type':'resume','after':-1}",
        "{'type':'resume','after':1.5}",
        "{'type':'resume','after':'1'}",
        "{'type':'resume','after':99999999999999999999}",
        "{'type':'resume','positions':{'c':-1}}",
        "{'type':'resume','positions':{'c':null}}",
        "{'type':'resume','positions':{'':1}}",
        "{'type':'resume','positions':[1]}",
        "{'type':'read'}",
        "{'type':'read','seq':0}",
        "{'type':'authenticate'}",
        "{'type':'typing','conversationId':['c']}",
        "{'type':'send','clientMessageId':'m','text':{'a':{'b':{'c':{'d':{'e':{'f':{}}}}}}}}"
      })
  void whatIsNotAFrameIsRefused(String quoted) {
    // Given the frame

    // When
    MalformedFrameException refused =
        catchThrowableOfType(MalformedFrameException.class, () -> read(quoted));

    // Then
    assertThat(refused).isNotNull();
    assertThat(refused.getMessage()).hasSizeBetween(5, 120);
  }

  @Test
  void deepNestingIsRefused() {
    // Given
    String deep = "{'type':'typing','conversationId':" + "[".repeat(30_000);

    // When
    MalformedFrameException refused =
        catchThrowableOfType(MalformedFrameException.class, () -> read(deep));

    // Then
    assertThat(refused).hasMessage("Not a JSON object with the fields of a frame");
  }

  @Test
  void theRefusedSendIsNamed() {
    // Given
    String frame = "{'type':'send','clientMessageId':'m-7','colour':'red'}";

    // When
    MalformedFrameException refused =
        catchThrowableOfType(MalformedFrameException.class, () -> read(frame));

    // Then
    assertThat(refused.clientMessageId()).isEqualTo("m-7");
    assertThat(refused).hasMessage("Unknown field colour");
  }

  @Test
  void positionsAreLimited() {
    // Given
    String positions =
        IntStream.range(0, 501).mapToObj(i -> "'c" + i + "':1").collect(Collectors.joining(","));

    // When
    MalformedFrameException refused =
        catchThrowableOfType(
            MalformedFrameException.class,
            () -> read("{'type':'resume','positions':{" + positions + "}}"));

    // Then
    assertThat(refused).hasMessage("positions names more than 500 conversations");
  }

  @Test
  void emojiWithJoinersAreText() throws MalformedFrameException {
    // Given
    String family = "👩‍👩‍👧‍👦 \u2028 é";

    // When
    ClientFrame frame = read("{'type':'send','clientMessageId':'m','text':'" + family + "'}");

    // Then
    assertThat(((ClientFrame.Send) frame).text()).isEqualTo(family);
  }
}
