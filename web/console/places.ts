/** Where an address leads: a page, and in the chat a conversation. */
export interface Place {
  page: string;
  conversationId: string | null;
}

const CONVERSATION = /^#\/conversations\/(.+)$/;

/** The place that the part of an address after `#` names. */
export function placeOf(hash: string): Place {
  const id = decode(CONVERSATION.exec(hash)?.[1]);
  if (id !== undefined) return { page: "", conversationId: id };
  return { page: /^#?\/?([a-z-]*)/.exec(hash)?.[1] ?? "", conversationId: null };
}

export function addressOf(conversationId: string): string {
  return `#/conversations/${encodeURIComponent(conversationId)}`;
}

/** Nothing for an address that somebody mistyped. */
function decode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
