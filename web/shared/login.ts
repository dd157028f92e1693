import { ErrorResponse, UserManager, WebStorageStateStore, type User } from "oidc-client-ts";
import type { TokenProvider } from "../client/index";
import { webSettings, type People } from "./settings";

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
  /** Who logs in: each has an issuer of its own. */
  people: People;
  clientId: string;
  /** Where the issuer sends the browser back to: this page. */
  returnTo: string;
}

/** A token with less than this left is renewed before use. */
const SPARE_SECONDS = 20;
const ADDED_BY_ISSUER = ["code", "state", "error", "error_description", "error_uri", "iss", "session_state"];

/** What the issuer says of a login that it refused; null when it was not the issuer that refused. */
export function reasonOf(error: unknown): string | null {
  return error instanceof ErrorResponse ? (error.error_description ?? error.error) : null;
}

/**
 * Authorization code with PKCE. The tokens live in the tab's session storage, and only from the
 * moment the person asks to log in; they are in no address. A logout ends the same person's sessions
 * in this browser's other tabs too.
 */
export class Login {
  readonly #options: LoginOptions;
  readonly #others: BroadcastChannel;
  #opened: Promise<UserManager> | null = null;

  constructor(options: LoginOptions) {
    this.#options = options;
    this.#others = new BroadcastChannel(`logged-out-of:${options.clientId}`);
    this.#others.onmessage = ({ data }) => void this.#loggedOutElsewhere(data);
  }

  /** Leaves for the issuer's page. */
  async begin(): Promise<void> {
    const manager = await this.#manager();
    await manager.signinRedirect({ nonce: unguessable() });
  }

  /**
   * The session of this tab, also right after coming back from the issuer; null when logged out.
   *
   * @throws what the issuer or the network refused; see {@link reasonOf}
   */
  async resume(): Promise<Session | null> {
    const manager = await this.#manager();
    const query = new URLSearchParams(location.search);
    if (query.has("state") && (query.has("code") || query.has("error"))) {
      try {
        await manager.signinCallback();
      } finally {
        for (const name of ADDED_BY_ISSUER) query.delete(name);
        const rest = query.toString();
        history.replaceState(null, "", location.pathname + (rest === "" ? "" : `?${rest}`));
      }
    }
    const user = await manager.getUser();
    if (user === null || (user.expired === true && user.refresh_token === undefined)) return null;
    return this.#session(manager, user);
  }

  /** Asked for once; again after a failure. */
  #manager(): Promise<UserManager> {
    this.#opened ??= this.#open().catch((error: unknown) => {
      this.#opened = null;
      throw error;
    });
    return this.#opened;
  }

  async #open(): Promise<UserManager> {
    const { people, clientId, returnTo } = this.#options;
    const { issuers } = await webSettings();
    const store = new WebStorageStateStore({ store: sessionStorage });
    return new UserManager({
      authority: new URL(issuers[people], location.origin).href,
      client_id: clientId,
      redirect_uri: returnTo,
      // Not offline_access: what it gives would outlive the logout.
      scope: "openid profile",
      userStore: store,
      stateStore: store,
      automaticSilentRenew: false,
    });
  }

  #session(manager: UserManager, user: User): Session {
    return {
      id: user.profile.sub,
      name: user.profile.name ?? user.profile.sub,
      token: ({ fresh }) => this.#token(manager, fresh),
      logOut: () => this.#logOut(manager),
      logIn: () => this.begin(),
    };
  }

  /** Several callers at once share one renewal. */
  #renewal: Promise<User | null> | null = null;

  async #token(manager: UserManager, fresh: boolean): Promise<string | null> {
    const user = await manager.getUser();
    if (user === null) return null;
    const left = user.expires_in ?? Infinity;
    if (!fresh && left > SPARE_SECONDS) return user.access_token;
    if (user.refresh_token === undefined) {
      await manager.removeUser();
      return null;
    }
    this.#renewal ??= manager.signinSilent().finally(() => {
      this.#renewal = null;
    });
    try {
      return (await this.#renewal)?.access_token ?? null;
    } catch (error) {
      // A refused renewal means that the person has to log in again; a lost network does not.
      if (error instanceof ErrorResponse) {
        await manager.removeUser();
        return null;
      }
      throw error;
    }
  }

  /** Here first, then in the other tabs, then at the issuer, which sends the browser back. */
  async #logOut(manager: UserManager): Promise<void> {
    const user = await manager.getUser();
    await manager.removeUser();
    if (user !== null) this.#others.postMessage(user.profile.sub);
    const endpoint = await manager.metadataService.getEndSessionEndpoint();
    if (endpoint === undefined) {
      location.assign(this.#options.returnTo);
      return;
    }
    post(endpoint, {
      client_id: this.#options.clientId,
      post_logout_redirect_uri: this.#options.returnTo,
      ...(user?.id_token === undefined ? {} : { id_token_hint: user.id_token }),
    });
  }

  async #loggedOutElsewhere(sub: unknown): Promise<void> {
    const manager = await this.#manager();
    const user = await manager.getUser();
    if (user === null || user.profile.sub !== sub) return;
    await manager.removeUser();
    location.reload();
  }
}

/** As a form, because the ID token must not be in an address. */
function post(address: string, fields: Record<string, string>): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

function unguessable(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
