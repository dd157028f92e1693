package io.parley.bench.report;

import io.parley.bench.report.Figure.Bound;

/**
 * The performance budgets of the design: floor, then goal, on two cores with everything on them.
 */
public final class Budgets {
  public static final Bound THROUGHPUT = Bound.atLeast(4_000, 8_000);
  public static final Bound CPU_PER_1000 = Bound.atMost(0.40, 0.15);
  public static final Bound ACK_P99 = Bound.atMost(20, 9);
  public static final Bound DELIVERY_P50 = Bound.atMost(8, 3);
  public static final Bound DELIVERY_P99 = Bound.atMost(30, 12);
  public static final Bound KIB_PER_SOCKET = Bound.atMost(20, 7);
  public static final Bound LIST_RATIO = Bound.atMost(1.5, 1.1);
  public static final Bound UP_SECONDS = Bound.atMost(40, 15);

  /** Speed of a transfer against nginx on the same machine in the same run. */
  public static final Bound UPLOAD_RATIO = Bound.atLeast(0.5, 1);

  public static final Bound DOWNLOAD_RATIO = Bound.atLeast(0.7, 1);
  public static final Bound KIB_PER_UPLOAD = Bound.atMost(64, 32);

  public static final Bound LAST_24_HOURS_P99 = Bound.atMost(20, 10);

  /** The last 24 hours with a long history behind them against a short one, in one run. */
  public static final Bound LAST_24_HOURS_RATIO = Bound.atMost(1.2, 1.05);

  public static final Bound INGEST_PER_SECOND = Bound.atLeast(20_000, 40_000);
  public static final Bound FINISH_TO_CARD_P99 = Bound.atMost(1_000, 300);

  private Budgets() {}
}
