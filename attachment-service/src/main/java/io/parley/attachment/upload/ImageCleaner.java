package io.parley.attachment.upload;

import io.parley.attachment.content.Findings.Piece;
import io.parley.attachment.storage.Staging;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Writes the copy of an image that may be kept. Blocks. */
final class ImageCleaner {
  private static final int BLOCK = 65_536;

  private ImageCleaner() {}

  /** The pieces of a file, as a new file. */
  static StagedFile copy(Path from, List<Piece> pieces, Path to) throws IOException {
    MessageDigest digest = sha256();
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out = FileChannel.open(to, Staging.NEW_FILE, Staging.OWNER_ONLY)) {
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      for (Piece piece : pieces) {
        switch (piece) {
          case Piece.Written(String latin1) ->
              write(ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1)), digest, out);
          case Piece.Kept(long at, long length) -> copy(in, at, length, block, digest, out);
        }
      }
      // The store flushes what it is given.
      return new StagedFile(
          to, out.size(), HexFormat.of().formatHex(digest.digest()), Uni.createFrom().voidItem());
    }
  }

  private static void copy(
      FileChannel in, long at, long length, ByteBuffer block, MessageDigest digest, FileChannel out)
      throws IOException {
    long done = 0;
    while (done < length) {
      block.clear().limit((int) Math.min(BLOCK, length - done));
      if (in.read(block, at + done) < 0) {
        throw new IOException("A staged file became shorter");
      }
      done += block.position();
      write(block.flip(), digest, out);
    }
  }

  private static void write(ByteBuffer bytes, MessageDigest digest, FileChannel out)
      throws IOException {
    digest.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
