package io.parley.analytics.figure;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Many durations in little space. Number and sum are exact. A quantile is the duration of rank
 * ⌊q·(n−1)⌋, at most {@link #RELATIVE_ERROR} too long or too short (DDSketch, Masson, Rim and Lee,
 * VLDB 2019), however often sketches were merged, and in whatever order.
 */
public final class Durations {
  public static final double RELATIVE_ERROR = 0.01;

  private long n;
  private long sum;
  private DDSketch sketch;

  /** Adds one duration in microseconds. */
  public void add(long micros) {
    n++;
    sum += micros;
    sketch().accept((double) micros);
  }

  /** Adds what {@link #sketchBytes()} of others gave, with their number and sum. */
  public void add(long others, long othersSum, byte[] othersSketch) {
    if (others == 0) {
      return;
    }
    n += others;
    sum += othersSum;
    try {
      if (sketch == null) {
        sketch = DDSketch.decode(ByteArrayInput.wrap(othersSketch), UnboundedSizeDenseStore::new);
      } else {
        sketch.decodeAndMergeWith(ByteArrayInput.wrap(othersSketch));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A stored sketch cannot be read", e);
    }
  }

  public long n() {
    return n;
  }

  /** All durations together, in microseconds. */
  public long sum() {
    return sum;
  }

  /** The duration in microseconds below which {@code q} of all are; null when there are none. */
  public Double quantile(double q) {
    return n == 0 ? null : sketch.getValueAtQuantile(q);
  }

  /** The mean in microseconds; null when there is nothing to be the mean of. */
  public Double mean() {
    return n == 0 ? null : (double) sum / n;
  }

  /** The sketch to keep; null when there is nothing in it. */
  public byte[] sketchBytes() {
    if (n == 0) {
      return null;
    }
    try {
      GrowingByteArrayOutput output = GrowingByteArrayOutput.withDefaultInitialCapacity();
      sketch.encode(output, false);
      return output.trimmedCopy();
    } catch (IOException e) {
      throw new UncheckedIOException("A sketch cannot be written to memory", e);
    }
  }

  private DDSketch sketch() {
    if (sketch == null) {
      sketch = DDSketches.logarithmicUnboundedDense(RELATIVE_ERROR);
    }
    return sketch;
  }
}
