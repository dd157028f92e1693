package io.parley.attachment.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.attachment.Client;
import io.parley.attachment.LocalInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small pictures that the service makes, as a browser gets them. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class ThumbnailTest {
  private static final int WIDTH = 1_500;
  private static final int HEIGHT = 1_000;

  /** Where the image's upper left corner is to be seen for each of Exif's orientations. */
  @ParameterizedTest
  @CsvSource({
    "1, 480, 320, left, top",
    "2, 480, 320, right, top",
    "3, 480, 320, right, bottom",
    "4, 480, 320, left, bottom",
    "5, 320, 480, left, top",
    "6, 320, 480, right, top",
    "7, 320, 480, right, bottom",
    "8, 320, 480, left, bottom"
  })
  void aPhotoIsSmallAndTheRightWayUp(int orientation, int width, int height, String x, String y)
      throws IOException {
    // Given a photo that is red in its upper left quarter
    byte[] photo = turned(encoded(cornered(BufferedImage.TYPE_INT_RGB), "jpeg"), orientation);

    // When
    Response response = thumbnail("photo.jpg", photo);

    // Then
    BufferedImage small = decoded(response);
    assertThat(response.contentType()).isEqualTo("image/jpeg");
    assertThat(small.getWidth()).isEqualTo(width);
    assertThat(small.getHeight()).isEqualTo(height);
    for (String side : new String[] {"left", "right"}) {
      for (String edge : new String[] {"top", "bottom"}) {
        Color color =
            new Color(
                small.getRGB(
                    side.equals("left") ? width / 4 : width * 3 / 4,
                    edge.equals("top") ? height / 4 : height * 3 / 4));
        assertThat(color.getGreen() < 100)
            .as("red at %s %s", side, edge)
            .isEqualTo(side.equals(x) && edge.equals(y));
      }
    }
    assertThat(latin1(response.asByteArray())).doesNotContain("Exif");
  }

  @Test
  void whatIsSeenThroughStaysSo() throws IOException {
    // Given a picture that says who took it, transparent but for its upper left quarter
    byte[] picture = commented(encoded(cornered(BufferedImage.TYPE_INT_ARGB), "png"));

    // When
    Response response = thumbnail("logo.png", picture);

    // Then
    BufferedImage small = decoded(response);
    assertThat(response.contentType()).isEqualTo("image/png");
    assertThat(small.getWidth()).isEqualTo(480);
    assertThat(small.getHeight()).isEqualTo(320);
    assertThat(small.getRGB(400, 280) >>> 24).isZero();
    assertThat(small.getRGB(40, 40) >>> 24).isEqualTo(255);
    assertThat(latin1(response.asByteArray())).doesNotContain("Somebody");
  }

  @Test
  void anImageThatIsSmallAlreadyIsItsOwn() throws IOException {
    // Given
    byte[] picture = encoded(new BufferedImage(480, 300, BufferedImage.TYPE_INT_RGB), "png");

    // When
    Response response = thumbnail("small.png", picture);

    // Then
    assertThat(response.asByteArray()).isEqualTo(picture);
  }

  @Test
  void aBannerOfOnePixelsHeightKeepsIt() throws IOException {
    // Given
    byte[] picture = encoded(new BufferedImage(5_000, 2, BufferedImage.TYPE_INT_RGB), "png");

    // When
    Response response = thumbnail("banner.png", picture);

    // Then
    BufferedImage small = decoded(response);
    assertThat(small.getWidth()).isEqualTo(480);
    assertThat(small.getHeight()).isEqualTo(1);
  }

  private static Response thumbnail(String name, byte[] content) {
    String id = Client.stored("follower-1", name, content);
    Response response = Client.as("follower-1").get("/api/attachments/" + id + "/thumbnail");
    assertThat(response.statusCode()).isEqualTo(200);
    return response;
  }

  private static BufferedImage decoded(Response response) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(response.asByteArray()));
  }

  private static BufferedImage cornered(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    Graphics2D graphics = image.createGraphics();
    if (type == BufferedImage.TYPE_INT_RGB) {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, WIDTH, HEIGHT);
    }
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, WIDTH / 2, HEIGHT / 2);
    graphics.dispose();
    return image;
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  /** With an Exif segment that says how the camera was held, right behind the first marker. */
  private static byte[] turned(byte[] jpeg, int orientation) {
    ByteBuffer exif = ByteBuffer.allocate(36);
    exif.putShort((short) 0xFFE1).putShort((short) 34).put(latin1("Exif\0\0"));
    exif.put(latin1("MM\0*")).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    exif.putShort((short) 0).putInt(0);
    return ByteBuffer.allocate(jpeg.length + exif.capacity())
        .put(jpeg, 0, 2)
        .put(exif.array())
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  /** With a tEXt chunk behind the header. */
  private static byte[] commented(byte[] png) {
    byte[] chunk = latin1("tEXtAuthor\0Somebody");
    CRC32 checksum = new CRC32();
    checksum.update(chunk);
    return ByteBuffer.allocate(png.length + chunk.length + 8)
        .put(png, 0, 33)
        .putInt(chunk.length - 4)
        .put(chunk)
        .putInt((int) checksum.getValue())
        .put(png, 33, png.length - 33)
        .array();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
