package io.parley.attachment.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Word and PowerPoint 97: a compound file ([MS-CFB]) whose root holds the stream that its program
 * writes, all of it there. Documents with macros are refused.
 */
final class OleCheck {
  private static final String SIGNATURE = "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1";
  private static final int ENTRY_BYTES = 128;
  private static final int MAX_ENTRIES = 4_096;
  private static final int FAT_SECTORS_IN_HEADER = 109;
  private static final long NO_ENTRY = 0xFFFFFFFFL;
  private static final long MAX_SECTOR = 0xFFFFFFFAL;
  private static final int STORAGE = 1;
  private static final int STREAM = 2;
  private static final int ROOT = 5;

  /** Smaller streams live together in one that belongs to the root. */
  private static final long MINI_STREAM_BELOW = 4_096;

  private static final Set<String> MACROS = Set.of("Macros", "_VBA_PROJECT_CUR", "VBA");

  private final ByteView file;
  private final int sectorShift;

  private OleCheck(ByteView file) {
    this.file = file;
    if (!file.startsWith(0, SIGNATURE)) {
      throw file.damaged("its signature is missing");
    }
    sectorShift = file.u16LittleEndian(30);
    if (file.u16LittleEndian(28) != 0xFFFE || (sectorShift != 9 && sectorShift != 12)) {
      throw file.damaged("its header is wrong");
    }
  }

  private record Entry(
      String name, int type, long left, long right, long child, long start, long length) {}

  static Findings doc(ByteView file) {
    return check(file, FileType.DOC, "WordDocument");
  }

  static Findings ppt(ByteView file) {
    return check(file, FileType.PPT, "PowerPoint Document");
  }

  private static Findings check(ByteView file, FileType type, String stream) {
    OleCheck container = new OleCheck(file);
    List<Entry> root = container.rootEntries();
    Entry content =
        root.stream()
            .filter(entry -> entry.type() == STREAM && entry.name().equals(stream))
            .findFirst()
            .orElseThrow(() -> RefusedContentException.mismatch(type, kindOf(root)));
    if (root.stream().anyMatch(entry -> entry.type() == STORAGE && MACROS.contains(entry.name()))) {
      throw RefusedContentException.unsafe(type, "holds macros, which are programs");
    }
    container.requireStream(content);
    return Findings.document(type.mediaType());
  }

  private static String kindOf(List<Entry> root) {
    Set<String> names = root.stream().map(Entry::name).collect(Collectors.toSet());
    if (names.contains("WordDocument")) {
      return "a Word document";
    }
    if (names.contains("PowerPoint Document")) {
      return "a PowerPoint presentation";
    }
    return names.contains("Workbook") || names.contains("Book")
        ? "an Excel workbook"
        : "another kind of file";
  }

  /** What lies directly in the root storage. */
  private List<Entry> rootEntries() {
    List<Entry> all = entries();
    if (all.isEmpty() || all.getFirst().type() != ROOT) {
      throw file.damaged("its directory has no root");
    }
    List<Entry> found = new ArrayList<>();
    List<Long> open = new ArrayList<>(List.of(all.getFirst().child()));
    while (!open.isEmpty()) {
      long id = open.removeLast();
      if (id == NO_ENTRY) {
        continue;
      }
      if (id >= all.size() || found.size() >= all.size()) {
        throw file.damaged("its directory goes in circles");
      }
      Entry entry = all.get((int) id);
      found.add(entry);
      open.add(entry.left());
      open.add(entry.right());
    }
    return found;
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    int perSector = (1 << sectorShift) / ENTRY_BYTES;
    long sector = file.u32LittleEndian(48);
    while (sector <= MAX_SECTOR) {
      file.require(offset(sector), 1L << sectorShift);
      for (int i = 0; i < perSector; i++) {
        if (entries.size() == MAX_ENTRIES) {
          throw file.damaged("its directory is too long or goes in circles");
        }
        entries.add(entry(offset(sector) + (long) i * ENTRY_BYTES));
      }
      sector = next(sector);
    }
    return entries;
  }

  private Entry entry(long at) {
    int nameBytes = Math.min(file.u16LittleEndian(at + 64), 64);
    StringBuilder name = new StringBuilder();
    for (int i = 0; i + 2 < nameBytes; i += 2) {
      name.append((char) file.u16LittleEndian(at + i));
    }
    return new Entry(
        name.toString(),
        file.u8(at + 66),
        file.u32LittleEndian(at + 68),
        file.u32LittleEndian(at + 72),
        file.u32LittleEndian(at + 76),
        file.u32LittleEndian(at + 116),
        file.u32LittleEndian(at + 120));
  }

  /** Follows a stream to its end: a file that was cut off lacks its last sectors. */
  private void requireStream(Entry stream) {
    if (stream.length() == 0) {
      throw file.damaged("it has no content");
    }
    if (stream.length() < MINI_STREAM_BELOW) {
      return;
    }
    long left = stream.length();
    long sector = stream.start();
    while (left > 0) {
      if (sector > MAX_SECTOR) {
        throw file.damaged("its content ends too early");
      }
      file.require(offset(sector), Math.min(left, 1L << sectorShift));
      left -= 1L << sectorShift;
      sector = next(sector);
    }
  }

  private long next(long sector) {
    int perSector = (1 << sectorShift) / 4;
    long fat = fatSector(sector / perSector);
    return file.u32LittleEndian(offset(fat) + sector % perSector * 4);
  }

  /** The sector that holds this part of the table of chains. */
  private long fatSector(long index) {
    if (index < FAT_SECTORS_IN_HEADER) {
      return file.u32LittleEndian(76 + 4 * index);
    }
    int perSector = (1 << sectorShift) / 4 - 1;
    long rest = index - FAT_SECTORS_IN_HEADER;
    long sector = file.u32LittleEndian(68);
    // Each step is paid for by a sector of the file's table, so that circles end too.
    for (; rest >= perSector; rest -= perSector) {
      sector = file.u32LittleEndian(offset(sector) + 4L * perSector);
    }
    return file.u32LittleEndian(offset(sector) + 4 * rest);
  }

  private long offset(long sector) {
    return (sector + 1) << sectorShift;
  }
}
