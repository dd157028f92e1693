/**
 * The two kinds of load. Closed loop: each conversation has one message in flight, and the next one
 * leaves when the last is acked and delivered; it finds the capacity. Open loop: messages leave by
 * a timetable whatever the stack does, and are timed from the timetable; it finds the latency that
 * users see.
 */
package io.parley.bench.load;
