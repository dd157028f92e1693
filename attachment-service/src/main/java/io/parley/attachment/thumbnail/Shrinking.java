package io.parley.attachment.thumbnail;

import io.parley.attachment.content.Findings;
import io.vertx.core.Vertx;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;

/**
 * One image on its way to a small picture. Only every n-th pixel is kept while it is decoded, so
 * that memory depends on the small picture and not on the image.
 */
final class Shrinking {
  /** Sharp in a message on a screen with two pixels a point. */
  static final int SIDE = 480;

  private static final long PATIENCE_MILLIS = 3_000;

  private final Vertx vertx;
  private final Path image;
  private final Findings findings;
  private volatile boolean tookTooLong;

  Shrinking(Vertx vertx, Path image, Findings findings) {
    this.vertx = vertx;
    this.image = image;
    this.findings = findings;
  }

  Thumbnails.Made writeTo(Path to) throws IOException {
    BufferedImage small = turn(fit(decode()));
    boolean transparent = small.getColorModel().hasAlpha();
    try (FileImageOutputStream out = new FileImageOutputStream(to.toFile())) {
      if (!ImageIO.write(small, transparent ? "png" : "jpeg", out)) {
        throw new IOException("No writer for it");
      }
    }
    return new Thumbnails.Made(to, transparent ? "image/png" : "image/jpeg", Files.size(to));
  }

  private BufferedImage decode() throws IOException {
    String format = findings.mediaType().substring("image/".length());
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    long timer =
        vertx.setTimer(
            PATIENCE_MILLIS,
            late -> {
              tookTooLong = true;
              reader.abort();
            });
    try (FileImageInputStream in = new FileImageInputStream(image.toFile())) {
      reader.setInput(in, true, true);
      ImageReadParam parameters = reader.getDefaultReadParam();
      int longest = Math.max(findings.width(), findings.height());
      // Twice the size that is wanted, and averaged from there.
      int every = Math.max(1, longest / (2 * SIDE));
      parameters.setSourceSubsampling(every, every, 0, 0);
      BufferedImage decoded = reader.read(0, parameters);
      if (tookTooLong) {
        throw new IOException("It took longer than " + PATIENCE_MILLIS + " ms");
      }
      return decoded;
    } finally {
      vertx.cancelTimer(timer);
      reader.dispose();
    }
  }

  private static BufferedImage fit(BufferedImage large) {
    double scale = Math.min(1, (double) SIDE / Math.max(large.getWidth(), large.getHeight()));
    int width = Math.max(1, (int) Math.round(large.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(large.getHeight() * scale));
    return draw(
        large,
        width,
        height,
        AffineTransform.getScaleInstance(
            (double) width / large.getWidth(), (double) height / large.getHeight()));
  }

  /** As Exif's orientation asks, for a thumbnail has no Exif of its own. */
  private BufferedImage turn(BufferedImage small) {
    int width = small.getWidth();
    int height = small.getHeight();
    AffineTransform turned =
        switch (findings.orientation()) {
          case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
          case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
          case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
          case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
          case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
          case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
          case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
          default -> null;
        };
    if (turned == null) {
      return small;
    }
    boolean lies = findings.orientation() >= 5;
    return draw(small, lies ? height : width, lies ? width : height, turned);
  }

  private static BufferedImage draw(
      BufferedImage from, int width, int height, AffineTransform transform) {
    int type =
        from.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    BufferedImage drawn = new BufferedImage(width, height, type);
    Graphics2D graphics = drawn.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(from, transform, null);
    } finally {
      graphics.dispose();
    }
    return drawn;
  }
}
