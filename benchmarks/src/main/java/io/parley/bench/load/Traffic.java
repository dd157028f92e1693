package io.parley.bench.load;

/** What happens to the messages of a {@link Fleet}. Called on the socket loop's thread. */
interface Traffic {

  /** Nobody listens. */
  Traffic NONE =
      new Traffic() {
        @Override
        public void acked(int conversation, int number, long nanos) {}

        @Override
        public void delivered(int agent, int conversation, int number, long seq, long nanos) {}

        @Override
        public void refused(int conversation, int number, String code) {}
      };

  /** The sender has the ack. */
  void acked(int conversation, int number, long nanos);

  /** The event has reached the socket of agent connection {@code agent}. */
  void delivered(int agent, int conversation, int number, long seq, long nanos);

  /** The send was refused with {@code code}. */
  void refused(int conversation, int number, String code);
}
