/**
 * Delivery of the conversations' logs to the sockets that follow them, in seq order and without a
 * hole: {@link io.parley.gateway.feed.Delivery} is where to start reading.
 *
 * <p>Plain classes, run on one thread ({@link io.parley.gateway.feed.DeliveryLoop}), so that no
 * state here needs a lock. They know neither Kafka nor sockets nor HTTP: those come in as {@link
 * io.parley.gateway.feed.Pages} and {@link io.parley.gateway.feed.Outlet}.
 */
package io.parley.gateway.feed;
