package io.parley.conversation.samplehistory;

import java.util.List;
import java.util.random.RandomGenerator;

/** What people write: short and long, never the same for long. */
final class Phrases {
  private static final List<String> THINGS =
      List.of(
          "the blue running shoes",
          "my rain jacket",
          "the trail backpack",
          "a pair of hiking socks",
          "the kids' bike helmet",
          "my yoga mat",
          "the winter gloves",
          "the tent for two",
          "a head torch",
          "the swimming goggles");

  private static final List<String> QUESTIONS =
      List.of(
          "Hi, where is my order %d? It should have been here by now.",
          "Hello! I would like to return %s, how does that work?",
          "I was charged twice for order %d. Can you have a look, please?",
          "Do you have %s in another size?",
          "My coupon is not accepted at the checkout. The basket has %s in it and the page just says"
              + " that something went wrong. I have tried another browser, and it is the same there.",
          "Good morning, can I still change the address of order %d?",
          "How long does delivery take at the moment?",
          "The parcel with %s arrived damaged. What shall I do?",
          "I cannot log in any more since yesterday.",
          "Where do I see my points?");

  private static final List<String> MORE =
      List.of(
          "The number is %d.",
          "I need it for the weekend.",
          "I ordered it last week together with %s.",
          "Thanks!",
          "Yes, exactly.",
          "No, I have not tried that yet. Let me see.",
          "It still says the same.",
          "That would be great.",
          "And what about %s?",
          "I have sent an e-mail about it before but nobody has answered, which is why I write here.",
          "OK");

  private static final List<String> ANSWERS =
      List.of(
          "Hello! Let me look that up for you.",
          "I see order %d here. It left our warehouse yesterday and should be with you in two days.",
          "You can return it within thirty days. I have sent you the label.",
          "I am sorry about that! The second charge has been cancelled; it takes a few days until"
              + " your bank shows it.",
          "We have %s in your size again from next week. Shall I reserve one?",
          "Could you tell me the number of the order, please?",
          "Please try once more now, I have renewed the coupon.",
          "The address is changed. You will get a confirmation in a moment.",
          "I have passed it on to the colleagues of the warehouse, and will come back to you here.",
          "Of course.",
          "Done.");

  private static final List<String> GOODBYES =
      List.of(
          "You are welcome. Have a nice day!",
          "Gladly! Is there anything else?",
          "Great, then I close this here. Just write again whenever you need us.");

  private static final List<String> THANKS =
      List.of("Thank you!", "Perfect, thanks a lot", "Great, that was quick. Thank you.", "ok thx");

  private static final List<String> NOTES =
      List.of(
          "Has called twice about this.",
          "Refund of order %d approved by the team lead.",
          "Warehouse says tomorrow.");

  private Phrases() {}

  static String question(RandomGenerator random) {
    return fill(random, QUESTIONS);
  }

  static String more(RandomGenerator random) {
    return fill(random, MORE);
  }

  static String answer(RandomGenerator random) {
    return fill(random, ANSWERS);
  }

  static String goodbye(RandomGenerator random) {
    return fill(random, GOODBYES);
  }

  static String thanks(RandomGenerator random) {
    return fill(random, THANKS);
  }

  static String note(RandomGenerator random) {
    return fill(random, NOTES);
  }

  static String closed() {
    return "Thank you for your message. We are back from Monday to Friday at 8, on Saturday at 9.";
  }

  private static String fill(RandomGenerator random, List<String> choices) {
    String text = choices.get(random.nextInt(choices.size()));
    if (text.contains("%d")) {
      return text.replace("%d", Integer.toString(100_000 + random.nextInt(900_000)));
    }
    return text.contains("%s")
        ? text.replace("%s", THINGS.get(random.nextInt(THINGS.size())))
        : text;
  }
}
