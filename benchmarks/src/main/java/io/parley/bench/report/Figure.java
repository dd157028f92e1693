package io.parley.bench.report;

/**
 * One measured figure.
 *
 * @param name stable: programs find the figure by it
 * @param bound what the design asks for, or null when it asks for nothing here
 */
public record Figure(String name, double value, String unit, Bound bound) {

  /**
   * What a figure is held against.
   *
   * @param floor must be reached
   * @param goal is aimed at
   * @param moreIsBetter whether larger values are better
   */
  public record Bound(double floor, double goal, boolean moreIsBetter) {

    public static Bound atLeast(double floor, double goal) {
      return new Bound(floor, goal, true);
    }

    public static Bound atMost(double floor, double goal) {
      return new Bound(floor, goal, false);
    }

    private boolean reached(double value, double mark) {
      return moreIsBetter ? value >= mark : value <= mark;
    }
  }

  /** {@code goal}, {@code floor} or {@code below floor}; empty without a bound. */
  public String verdict() {
    if (bound == null) {
      return "";
    }
    return bound.reached(value, bound.goal())
        ? "goal"
        : bound.reached(value, bound.floor()) ? "floor" : "below floor";
  }
}
