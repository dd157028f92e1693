import { UserManager, WebStorageStateStore, type User } from "oidc-client-ts";
import type { TokenProvider } from "../client/index";

export interface Session {
  /** The token's subject. */
  id: string;
  name: string;
  token: TokenProvider;
  logOut: () => Promise<void>;
  /** To the issuer's page again, after the session has ended. */
  logIn: () => Promise<void>;
}

export interface LoginOptions {
  /** Address of the issuer. */
  authority: string;
  clientId: string;
  /** Where the issuer sends the browser back to: this page. */
  returnTo: string;
}

/** A token with less than this left is renewed before use. */
const SPARE_SECONDS = 20;

/**
 * Authorization code with PKCE. The tokens live in the tab's session storage, and only from the
 * moment the person asks to log in.
 */
export class Login {
  readonly #manager: UserManager;

  constructor({ authority, clientId, returnTo }: LoginOptions) {
    const store = new WebStorageStateStore({ store: sessionStorage });
    this.#manager = new UserManager({
      authority,
      client_id: clientId,
      redirect_uri: returnTo,
      post_logout_redirect_uri: returnTo,
      scope: "openid profile offline_access",
      userStore: store,
      stateStore: store,
      automaticSilentRenew: false,
    });
  }

  /** Leaves for the issuer's page. */
  async begin(): Promise<void> {
    await this.#manager.signinRedirect();
  }

  /** The session of this tab, also right after coming back from the issuer; null when logged out. */
  async resume(): Promise<Session | null> {
    const query = new URLSearchParams(location.search);
    if (query.has("state") && (query.has("code") || query.has("error"))) {
      try {
        await this.#manager.signinCallback();
      } finally {
        for (const name of ["code", "state", "error", "error_description", "iss", "session_state"]) query.delete(name);
        const rest = query.toString();
        history.replaceState(null, "", location.pathname + (rest === "" ? "" : `?${rest}`));
      }
    }
    const user = await this.#manager.getUser();
    if (user === null || (user.expired === true && user.refresh_token === undefined)) return null;
    return this.#session(user);
  }

  #session(user: User): Session {
    return {
      id: user.profile.sub,
      name: user.profile.name ?? user.profile.sub,
      token: ({ fresh }) => this.#token(fresh),
      logOut: () => this.#manager.signoutRedirect(),
      logIn: () => this.begin(),
    };
  }

  /** Several callers at once share one renewal. */
  #renewal: Promise<User | null> | null = null;

  async #token(fresh: boolean): Promise<string | null> {
    const user = await this.#manager.getUser();
    if (user === null) return null;
    const left = user.expires_in ?? Infinity;
    if (!fresh && left > SPARE_SECONDS) return user.access_token;
    this.#renewal ??= this.#manager.signinSilent().finally(() => {
      this.#renewal = null;
    });
    try {
      return (await this.#renewal)?.access_token ?? null;
    } catch (error) {
      // A refused renewal means that the person has to log in again; a lost network does not.
      if (error instanceof Error && error.name === "ErrorResponse") {
        await this.#manager.removeUser();
        return null;
      }
      throw error;
    }
  }
}
