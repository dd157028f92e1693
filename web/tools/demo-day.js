/** Conversations of all kinds, so that the pictures look like a day at work. */
import { person } from "./stand-in.js";

export const agent1 = person("agent-1", ["demo"]);
export const agent2 = person("agent-2", ["demo"]);
export const admin = person("admin-1", ["demo"]);

const NAMES = [
  "Maya Lindqvist", "Jonas Weber", "Amélie Dubois", "مريم حداد", "Tomasz Zieliński", "Priya Raman", "Lucas Almeida",
  "Sofía Herrera", "木村 拓", "Noah Brandt", "Ella Whitfield", "Omar Haddad", "Greta Sommer", "Finn O’Leary",
];
const QUESTIONS = [
  "My parcel says delivered but there is nothing here 😟",
  "Can I change the address of order 4411?",
  "Is the rain jacket coming back in size M?",
  "مرحبا، هل الشحن مجاني؟",
  "The zip of my backpack broke after a week, what can I do?",
  "Do you ship to Norway?",
];

/** Fills an empty stand-in. */
export function demoDay(standIn) {
  const write = (id, text) => standIn.send(person(id, ["demo"]), standIn.conversationOf(id), { clientMessageId: `${id} ${text}`, text });
  const answer = (who, id, text) => standIn.send(who, standIn.conversationOf(id), { clientMessageId: `${who.id} ${id} ${text}`, text });
  NAMES.forEach((name, index) => standIn.names.set(`follower-${index + 20}`, name));
  const now = Date.now();
  const at = (hoursAgo) => {
    standIn.pretend = now - hoursAgo * 3_600_000;
  };
  at(30);
  write("follower-26", "Hello, I ordered the wrong size yesterday.");
  answer(agent1, "follower-26", "No problem! I have changed it to M for you.");
  write("follower-26", "Wow, that was fast, thank you");
  standIn.finish(agent1, standIn.conversationOf("follower-26"));
  at(26);
  for (let index = 8; index < 14; index++) {
    write(`follower-${index + 20}`, QUESTIONS[index % QUESTIONS.length]);
    answer(index % 2 === 0 ? agent1 : agent2, `follower-${index + 20}`, "Done, you should see it in a minute. Have a nice day!");
    standIn.finish(index % 2 === 0 ? agent1 : agent2, standIn.conversationOf(`follower-${index + 20}`));
  }
  at(25);
  write("follower-20", "Do you also repair jackets?");
  answer(agent2, "follower-20", "Yes! In all our stores, and for free in the first two years.");
  standIn.finish(agent2, standIn.conversationOf("follower-20"));
  at(0.4);
  write("follower-20", "Hi! Is the rain jacket coming back in size M? The page still says sold out.");
  answer(agent1, "follower-20", "Good morning Maya! It is, on Thursday: https://shop.example/rain-jacket");
  answer(agent1, "follower-20", "Shall I keep one for you?");
  standIn.note(agent2, "follower-20", "Had a broken zip in March, we sent a new one. Be generous.");
  write("follower-20", "Yes please, in moss green 💚");
  write("follower-20", "And does the old discount still count?");
  at(0.2);
  write("follower-25", "Thanks, that solved it!");
  answer(agent2, "follower-25", "Glad to hear that.");
  at(0.15);
  write("follower-27", "Where do I find my points?");
  answer(agent1, "follower-27", "In the app under Profile → Points.");
  standIn.pretend = now - 11 * 60_000;
  write("follower-21", QUESTIONS[1]);
  standIn.pretend = now - 4 * 60_000;
  write("follower-23", QUESTIONS[3]);
  standIn.pretend = now - 100_000;
  write("follower-22", QUESTIONS[0]);
  standIn.pretend = now - 50_000;
  write("follower-24", QUESTIONS[4]);
  standIn.pretend = null;
}
