import { ParleyClient, type TokenProvider } from "parley-client";

/** Shows a follower's conversation with a channel, line by line, and lets the follower write. */
export function chat(url: string, tokenProvider: TokenProvider, show: (line: string) => void): (text: string) => void {
  const client = new ParleyClient({ url, tokenProvider, followedChannels: ["demo"] });
  // In order, each once, over any number of lost connections.
  client.on("applied", ({ appended }) => {
    for (const event of appended) {
      if (event.event === "message-sent") show(`${event.sender.name}: ${event.text ?? ""}`);
      if (event.event === "conversation-taken") show(`${event.owner.name} has joined`);
    }
  });
  // Refused for good; what can be tried again is tried again by itself.
  client.on("refused", ({ draft, refusal }) => show(`Not sent: ${draft.text} (${refusal?.code ?? ""})`));
  client.start();
  return (text) => client.send({ channelId: "demo", text });
}
