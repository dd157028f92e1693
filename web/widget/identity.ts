import type { TokenProvider } from "../client/index";

/**
 * Tokens that Parley itself gives: for whom the page's server vouches, and for visitors whom nobody
 * knows. A visitor's browser keeps what makes it the same visitor next time, which opens nothing by
 * itself; access tokens are never stored.
 */
export interface Exchange {
  /** Origin of the Parley server. */
  server: string;
  channel: string;
  send?: typeof fetch;
  /** Where a visitor is remembered: this origin's storage, if the browser lets the page use it. */
  memory?: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
}

interface Given {
  token: string;
  visitorToken?: string;
  /** What became of the visitor whose token came along. */
  visitor?: string;
}

/**
 * The token for a person whom the page's server vouches for by an identity token; null when it is
 * refused. Who was a visitor in this browser takes that conversation along, and is a visitor no more.
 */
export async function identified(
  identityToken: string, { server, channel, send = browserFetch, memory = browserMemory() }: Exchange,
): Promise<string | null> {
  const place = placeOf(server, channel);
  const kept = memory?.getItem(place) ?? null;
  const given = await ask(send, `${server}/api/follower-tokens`, {
    channelId: channel, identityToken, ...(kept === null ? {} : { visitorToken: kept }),
  });
  // A visitor who has said nothing stays one. Another tab may have become a new one meanwhile.
  const isOver = given?.visitor !== undefined && given.visitor !== "NOTHING";
  if (isOver && memory?.getItem(place) === kept) memory.removeItem(place);
  return given?.token ?? null;
}

/** Tokens of a visitor, the same one as long as this browser remembers; null where the channel lets none in. */
export function visitorTokens({ server, channel, send = browserFetch, memory = browserMemory() }: Exchange): TokenProvider {
  const address = `${server}/api/visitor-tokens`;
  const place = placeOf(server, channel);
  let token: string | null = null;
  return async ({ fresh }) => {
    if (token !== null && !fresh) return token;
    const kept = memory?.getItem(place) ?? null;
    let given = await ask(send, address, { channelId: channel, ...(kept === null ? {} : { visitorToken: kept }) });
    if (given === null && kept !== null) {
      // Too old, or of an installation that is gone: somebody new, then.
      memory?.removeItem(place);
      given = await ask(send, address, { channelId: channel });
    }
    if (given?.visitorToken !== undefined) memory?.setItem(place, given.visitorToken);
    return (token = given?.token ?? null);
  };
}

/** Whether this browser has been a visitor of the channel before. */
export function isRemembered({ server, channel, memory = browserMemory() }: Exchange): boolean {
  return (memory?.getItem(placeOf(server, channel)) ?? null) !== null;
}

function placeOf(server: string, channel: string): string {
  return `parley-visitor:${server}:${channel}`;
}

/** Null when the answer is no; a failure when there is no answer. */
async function ask(send: typeof fetch, address: string, body: Record<string, string>): Promise<Given | null> {
  const response = await send(address, {
    method: "POST",
    cache: "no-store",
    credentials: "omit",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
  if (response.status >= 400 && response.status < 500 && response.status !== 429) return null;
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  const given = (await response.json()) as Partial<Given>;
  if (typeof given.token !== "string") throw new Error(`${address} gave no token`);
  return {
    token: given.token,
    ...(typeof given.visitorToken === "string" ? { visitorToken: given.visitorToken } : {}),
    ...(typeof given.visitor === "string" ? { visitor: given.visitor } : {}),
  };
}

const browserFetch: typeof fetch = (...request) => fetch(...request);

function browserMemory(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
