import type { TokenProvider } from "../client/index";

/** What a page's own server answers when nobody is logged in there. */
const NOBODY = new Set([401, 403, 404]);

export interface PageServer {
  send?: typeof fetch;
  /** Turns an identity token of the page's server into an access token; null when it is refused. */
  identify?: (identityToken: string) => Promise<string | null>;
  /** Who chats while nobody is logged in; nobody does without it. */
  otherwise?: TokenProvider | null;
}

/**
 * Fetches tokens from an address of the page's own server, which knows who is logged in: an access
 * token as `{"token": "…"}`, or an identity token as `{"identityToken": "…"}`, or 401 when nobody is.
 * The page's cookies go with it.
 */
export function tokensFrom(address: string, { send = browserFetch, identify, otherwise = null }: PageServer = {}): TokenProvider {
  let token: string | null = null;
  return async ({ fresh }) => {
    if (token !== null && !fresh) return token;
    const response = await send(address, { credentials: "include", cache: "no-store", headers: { Accept: "application/json" } });
    if (NOBODY.has(response.status)) return (token = (await otherwise?.({ fresh })) ?? null);
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    const body = (await response.json()) as { token?: unknown; identityToken?: unknown };
    if (typeof body.identityToken === "string" && identify !== undefined) return (token = await identify(body.identityToken));
    if (typeof body.token !== "string") throw new Error(`${address} gave no token`);
    return (token = body.token);
  };
}

const browserFetch: typeof fetch = (...request) => fetch(...request);
