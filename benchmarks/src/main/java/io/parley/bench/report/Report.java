package io.parley.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All figures of a run, in the order in which they were measured. */
public final class Report {
  private static final int NAME_WIDTH = 62;

  private final PrintStream out;
  private final Map<String, List<Figure>> sections = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Object> about = new LinkedHashMap<>();

  public Report(PrintStream out) {
    this.out = out;
  }

  /** Something worth knowing about the run as a whole, for the JSON and the head of the table. */
  public void about(String name, Object value) {
    about.put(name, value);
  }

  /** Says what is going on now. */
  public void progress(String text) {
    out.println("… " + text);
    out.flush();
  }

  public void add(String section, String name, double value, String unit) {
    add(section, new Figure(name, value, unit, null));
  }

  public void add(String section, String name, double value, String unit, Figure.Bound bound) {
    add(section, new Figure(name, value, unit, bound));
  }

  private void add(String section, Figure figure) {
    sections.computeIfAbsent(section, s -> new ArrayList<>()).add(figure);
    out.println("  " + line(figure).stripTrailing());
    out.flush();
  }

  /** Something went wrong that no figure shows: the run as a whole fails. */
  public void fault(String text) {
    faults.add(text);
    out.println("  FAULT: " + text);
    out.flush();
  }

  public List<String> faults() {
    return List.copyOf(faults);
  }

  /** Prints everything once more, as one table. */
  public void print() {
    out.println();
    about.forEach((name, value) -> out.println(name + ": " + value));
    out.printf(
        Locale.ROOT,
        "%-" + NAME_WIDTH + "s %12s %-9s %9s %9s%n",
        "",
        "measured",
        "",
        "floor",
        "goal");
    sections.forEach(
        (section, figures) -> {
          out.println(section);
          figures.forEach(figure -> out.println("  " + line(figure).stripTrailing()));
        });
    faults.forEach(fault -> out.println("FAULT: " + fault));
    out.flush();
  }

  private static String line(Figure figure) {
    String bounds =
        figure.bound() == null
            ? ""
            : String.format(
                Locale.ROOT,
                "%9s %9s  %s",
                number(figure.bound().floor()),
                number(figure.bound().goal()),
                figure.verdict().equals("below floor") ? "BELOW FLOOR" : figure.verdict());
    return String.format(
        Locale.ROOT,
        "%-" + (NAME_WIDTH - 2) + "s %12s %-9s %s",
        figure.name(),
        number(figure.value()),
        figure.unit(),
        bounds);
  }

  /** Three or so digits that matter, whatever the size. */
  static String number(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e15) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    String format = size >= 1_000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  /** The same as JSON. */
  public void write(Path file) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>(about);
    List<Map<String, Object>> figures = new ArrayList<>();
    sections.forEach(
        (section, list) -> {
          for (Figure figure : list) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("section", section);
            entry.put("name", figure.name());
            entry.put("value", figure.value());
            entry.put("unit", figure.unit());
            if (figure.bound() != null) {
              entry.put("floor", figure.bound().floor());
              entry.put("goal", figure.bound().goal());
              entry.put("verdict", figure.verdict());
            }
            figures.add(entry);
          }
        });
    all.put("figures", figures);
    all.put("faults", faults);
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Files.writeString(
        file,
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all)
            + "\n");
  }
}
