package io.parley.attachment.content;

/** How large an image may become when it is decoded, whatever its file's size. */
final class ImageLimits {
  /** More than any screen or phone camera. */
  private static final int MAX_SIDE = 16_384;

  /** 256 MiB of decoded pixels. */
  private static final long MAX_PIXELS = 67_108_864;

  private static final int MAX_FRAMES = 1_000;

  /** Pixels over all frames of an animation. */
  private static final long MAX_ANIMATED_PIXELS = 1_000_000_000;

  private ImageLimits() {}

  static void check(ByteView file, long width, long height) {
    if (width < 1 || height < 1) {
      throw file.damaged("it has no pixels");
    }
    if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
      throw RefusedContentException.tooManyPixels(
          "%,d × %,d pixels; at most %,d on a side and %,d in all can be sent"
              .formatted(width, height, MAX_SIDE, MAX_PIXELS));
    }
  }

  static void checkFrames(long frames, long pixelsOfOne) {
    if (frames > MAX_FRAMES || frames * pixelsOfOne > MAX_ANIMATED_PIXELS) {
      throw RefusedContentException.tooManyPixels(
          "%,d frames or more; at most %,d with %,d pixels over all can be sent"
              .formatted(frames, MAX_FRAMES, MAX_ANIMATED_PIXELS));
    }
  }
}
