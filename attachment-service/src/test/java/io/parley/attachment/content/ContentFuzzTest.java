package io.parley.attachment.content;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Whatever bytes come, each check gives an answer: it accepts, or refuses with a reason. Nothing
 * else is thrown, and nothing runs on for ever. The normal run takes the corpus beside the
 * resources; with {@code JAZZER_FUZZ=1} new inputs are tried for ten minutes.
 */
class ContentFuzzTest {
  private static final FileType[] TYPES = FileType.values();

  /** The first byte chooses the type, the others are the file. */
  @FuzzTest(maxDuration = "10m")
  void everyFileIsAnswered(byte[] input) {
    if (input == null || input.length == 0) {
      return;
    }
    FileType type = TYPES[Math.floorMod(input[0], TYPES.length)];
    byte[] content = java.util.Arrays.copyOfRange(input, 1, input.length);
    try {
      ContentCheck.check(ByteSource.of(content), type);
    } catch (RefusedContentException refused) {
      // An answer.
    }
  }
}
