package io.parley.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every setting of this service. What clients may do is in {@code contracts}' Limit instead. */
@ConfigMapping(prefix = "parley.gateway")
public interface GatewayConfig {

  /** Web origins whose pages may open a socket; programs send no Origin and are let through. */
  Optional<Set<String>> allowedOrigins();

  /** How this instance calls itself to the others; a random name when absent. */
  Optional<String> id();

  Sockets sockets();

  ConversationService conversationService();

  Sends sends();

  Arrivals arrivals();

  Feeds feeds();

  Marks marks();

  Kafka kafka();

  Attachments attachments();

  Shutdown shutdown();

  /** What every connection gets. */
  interface Sockets {
    /** How often a socket is pinged; one that is silent for twice as long is closed. */
    @WithDefault("20s")
    Duration pingInterval();

    /** Bytes that may wait for a slow reader before its socket is closed with 1013. */
    @WithDefault("1048576")
    int pendingBytes();

    /** Sockets that one person may hold at this instance; one more is refused with 429. */
    @WithDefault("200")
    int perIdentity();

    /**
     * How often the agents' issuer is asked whether who holds a socket is an agent still; 0s for
     * never, and then a socket lives as long as its token.
     */
    @WithDefault("20s")
    Duration roleCheckInterval();

    /** How long a close handshake may take before the connection is cut. */
    @WithDefault("5s")
    Duration closeTimeout();
  }

  /** The service that decides about conversations. */
  interface ConversationService {
    /** Addresses of its instances, asked in turn; the next one when one is gone. */
    List<URI> urls();

    /** After this long without an answer a call has failed. */
    @WithDefault("10s")
    Duration timeout();

    /** After this long without a connection a call has failed. */
    @WithDefault("2s")
    Duration connectTimeout();

    /** Connections kept to each instance. */
    @WithDefault("16")
    int connections();
  }

  /** Messages on their way to be stored. */
  interface Sends {
    /** Batches in flight at most; one sender's messages always take the same lane. */
    @WithDefault("1")
    int lanes();

    /** From one batch of a lane to the next, unless it is full: fewer and larger transactions. */
    @WithDefault("3ms")
    Duration pace();

    /** Messages that may wait in one lane; one more is refused as overloaded. */
    @WithDefault("8192")
    int waiting();
  }

  /** Sockets that wait for their welcome. */
  interface Arrivals {
    /** Calls in flight at most. */
    @WithDefault("2")
    int inFlight();

    /** Sockets that may wait; one more is closed with 1013. */
    @WithDefault("4096")
    int waiting();
  }

  /** Delivery of the conversations' logs. */
  interface Feeds {
    /** Conversations whose place in the log is remembered; the idlest are forgotten first. */
    @WithDefault("100000")
    int conversations();

    /** Events read from the database at once when somebody catches up. */
    @WithDefault("200")
    int pageSize();

    /** Calls for pages in flight at most. */
    @WithDefault("2")
    int pagesInFlight();

    /** Pages that may wait to be asked for; one more is tried again later. */
    @WithDefault("8192")
    int pagesWaiting();

    /** How long to wait before a page that failed is asked for again. */
    @WithDefault("1s")
    Duration retryDelay();
  }

  /** Read and delivered marks. */
  interface Marks {
    /** How often marks are written down; the highest of the interval wins. */
    @WithDefault("500ms")
    Duration flushInterval();

    /** Marks that may wait; further ones are dropped, as the next mark tells the same. */
    @WithDefault("50000")
    int waiting();
  }

  /** The broker that brings the events. */
  interface Kafka {
    /** Addresses of brokers, as Kafka's client wants them. */
    String bootstrapServers();

    /** How often partitions are looked up again, and the broker's health with them. */
    @WithDefault("5s")
    Duration metadataInterval();

    /** Larger records go to the dead-letter topic, in bytes. */
    @WithDefault("262144")
    int recordBytes();

    /** How often this gateway tells the others that it lives; three silent times is gone. */
    @WithDefault("10s")
    Duration aliveInterval();
  }

  /** What attachment-service takes, told to clients in their welcome: set both services alike. */
  interface Attachments {
    /** Bytes of an image at most. */
    @WithDefault("10485760")
    long imageBytes();

    /** Bytes of a video at most. */
    @WithDefault("52428800")
    long videoBytes();
  }

  /** Leaving without a lost message. */
  interface Shutdown {
    /** From the signal until the first socket is closed: that long balancers have to notice. */
    @WithDefault("2s")
    Duration delay();

    /** Sockets are closed one after the other, and this is how long all of them take at most. */
    @WithDefault("3s")
    Duration spread();

    /** How long messages in flight may take before their sockets are closed anyway. */
    @WithDefault("8s")
    Duration finishSends();

    /** How long clients get to answer the close frame. */
    @WithDefault("4s")
    Duration closeSockets();
  }
}
