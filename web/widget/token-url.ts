import type { TokenProvider } from "../client/index";

/** What a page's own server answers when nobody is logged in there. */
const NOBODY = new Set([401, 403, 404]);

/**
 * Fetches access tokens from an address of the page's own server, which knows who is logged in:
 * `{"token": "…"}`, or 401 when nobody is. The page's cookies go with it.
 */
export function tokensFrom(address: string, send: typeof fetch = (...request) => fetch(...request)): TokenProvider {
  let token: string | null = null;
  return async ({ fresh }) => {
    if (token !== null && !fresh) return token;
    const response = await send(address, { credentials: "include", cache: "no-store", headers: { Accept: "application/json" } });
    if (NOBODY.has(response.status)) return (token = null);
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    const body = (await response.json()) as { token?: unknown };
    if (typeof body.token !== "string") throw new Error(`${address} gave no token`);
    return (token = body.token);
  };
}
