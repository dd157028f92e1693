import { ParleyClient, Rest, type ConversationEvent, type TokenProvider } from "parley-client";

/** Follows one conversation as an agent: its newest page by REST, and what happens from then on. */
export async function follow(
  server: string, tokenProvider: TokenProvider, conversationId: string, show: (log: readonly ConversationEvent[]) => void,
): Promise<ParleyClient> {
  const rest = new Rest({ base: `${server}/api`, tokenProvider });
  const socket = `${server.replace(/^http/, "ws")}/ws/agent`;
  const client = new ParleyClient({ url: socket, tokenProvider, followedChannels: null });
  client.start();

  const { events, lastSeq } = await rest.events(conversationId, { limit: 50 });
  const thread = client.openThread(conversationId, (events[0]?.seq ?? 1) - 1);
  client.on("applied", (news) => {
    if (news.conversationId === conversationId) show(thread.log);
  });
  client.acceptPage(conversationId, events, lastSeq);
  // What was stored between the page and now comes by the socket; a hole is noticed and filled.
  client.catchUp(conversationId);
  return client;
}
