package io.parley.attachment.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.parley.attachment.Samples;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContentCheckTest {
  @ParameterizedTest
  @CsvSource({
    "photo.png, image/png, 320, 200",
    "photo.jpg, image/jpeg, 320, 200",
    "photo.jpeg, image/jpeg, 320, 200",
    "located.jpg, image/jpeg, 200, 320",
    "turn.gif, image/gif, 96, 64",
    "clip.mov, video/quicktime, 160, 120",
    "classic.mov, video/quicktime, 160, 120",
    "clip.m4v, video/x-m4v, 160, 120",
    "clip.mp4, video/mp4, 160, 120",
    "letter.odt, application/vnd.oasis.opendocument.text,,",
    "slides.ppt, application/vnd.ms-powerpoint,,",
    "receipt.txt, text/plain;charset=UTF-8,,",
    "letter.doc, application/msword,,",
    "letter.pdf, application/pdf,,"
  })
  void whatARealProgramWroteIsAccepted(
      String name, String mediaType, Integer width, Integer height) {
    // Given
    byte[] content = Samples.good(name);

    // When
    Findings findings = check(content, typeOf(name));

    // Then
    assertThat(findings.mediaType()).isEqualTo(mediaType);
    assertThat(findings.width()).isEqualTo(width);
    assertThat(findings.height()).isEqualTo(height);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadFileIsRefusedWithItsReason(BadContent.Case bad) {
    // Given
    FileType type = typeOf(bad.fileName());

    // When
    RefusedContentException refused =
        catchThrowableOfType(RefusedContentException.class, () -> check(bad.bytes(), type));

    // Then
    assertThat(refused).as(bad.what()).isNotNull();
    assertThat(refused.code()).as(refused.getMessage()).isEqualTo(bad.code());
    assertThat(refused.getMessage()).endsWith(".");
  }

  static Stream<BadContent.Case> bad() {
    return BadContent.all();
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE, UTF-16", "UTF-16BE, UTF-16", "windows-1252, windows-1252", "UTF-8, UTF-8"})
  void textOfEachKnownEncodingIsAccepted(String encoding, String told) {
    // Given
    String mark = encoding.startsWith("UTF-16") ? "\uFEFF" : "";
    byte[] content = (mark + "Größe: 12 €\r\n\tgut").getBytes(Charset.forName(encoding));

    // When
    Findings findings = check(content, FileType.TXT);

    // Then
    assertThat(findings.mediaType()).isEqualTo("text/plain;charset=" + told);
  }

  @ParameterizedTest
  @CsvSource({"located.jpg, 52", "located.png, 52.52", "commented.gif, 52.52"})
  void whereAPictureWasTakenIsLeftOut(String name, String place) {
    // Given
    byte[] content = Samples.good(name);

    // When
    byte[] kept = kept(content, check(content, typeOf(name)));

    // Then
    assertThat(latin1(kept)).doesNotContain("GPS", "Somebody", "xmpmeta", place);
    assertThat(kept.length).isLessThan(content.length);
    assertThat(kept(kept, check(kept, typeOf(name)))).as("nothing more to drop").isEqualTo(kept);
  }

  @Test
  void howAPictureIsTurnedStays() {
    // Given
    byte[] content = Samples.good("located.jpg");
    byte[] kept = kept(content, check(content, FileType.JPG));

    // When
    Findings again = check(kept, FileType.JPG);

    // Then
    assertThat(again.orientation()).isEqualTo(6);
    assertThat(again.width()).isEqualTo(200);
  }

  @Test
  void whatFollowsAPictureIsLeftOut() {
    // Given
    byte[] photo = Samples.good("photo.jpg");
    byte[] content = (latin1(photo) + "<html>").getBytes(StandardCharsets.ISO_8859_1);

    // When
    byte[] kept = kept(content, check(content, FileType.JPG));

    // Then
    assertThat(kept).isEqualTo(photo);
  }

  static Findings check(byte[] content, FileType type) {
    return ContentCheck.check(ByteSource.of(content), type);
  }

  private static FileType typeOf(String name) {
    return FileType.byExtension(name.substring(name.lastIndexOf('.') + 1)).orElseThrow();
  }

  private static byte[] kept(byte[] content, Findings findings) {
    if (findings.cleanCopy() == null) {
      return content;
    }
    StringBuilder kept = new StringBuilder();
    for (Findings.Piece piece : findings.cleanCopy()) {
      kept.append(
          switch (piece) {
            case Findings.Piece.Kept(long from, long length) ->
                latin1(content).substring((int) from, (int) (from + length));
            case Findings.Piece.Written(String latin1) -> latin1;
          });
    }
    return kept.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
