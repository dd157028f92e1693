/** What a deployment decides for the web; `web/README.md` says how. */
export interface WebSettings {
  /** Path or address of the issuer at which people of that kind log in. */
  issuers: Record<People, string>;
}

export type People = "agents" | "followers";

/** Reads `/settings.json` of this page's own server. */
export async function webSettings(send: typeof fetch = (...request) => fetch(...request)): Promise<WebSettings> {
  const response = await send("/settings.json", { cache: "no-cache", headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`/settings.json answered ${response.status}`);
  const { issuers } = (await response.json()) as { issuers?: Partial<WebSettings["issuers"]> };
  if (typeof issuers?.agents !== "string" || typeof issuers.followers !== "string") {
    throw new Error("/settings.json names no issuers");
  }
  return { issuers: { agents: issuers.agents, followers: issuers.followers } };
}
