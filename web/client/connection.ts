import { Backoff } from "./backoff.js";
import { afterClose } from "./close-codes.js";
import { parseFrame, type ClientFrame, type ServerFrame, type Welcome } from "./frames.js";
import { millisUntilRenewal } from "./token.js";

/** The part of a browser's WebSocket that is used, so that tests can stand in for it. */
export interface SocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
}

/**
 * Gives an access token. `fresh` asks for one that was not used before: the last one was refused or
 * is about to expire. Null ends the connection: nobody is logged in any more.
 */
export type TokenProvider = (request: { fresh: boolean }) => Promise<string | null>;

export type ConnectionState =
  | { phase: "idle" }
  | { phase: "connecting" }
  /** The socket is open and welcome. */
  | { phase: "open" }
  /** Lost; tried again at `retryAt` (milliseconds since the epoch), or when the network is back. */
  | { phase: "waiting"; retryAt: number; offline: boolean }
  /** Not tried again by itself: `code` is the close code, or 0 when there was no token. */
  | { phase: "stopped"; code: number };

export interface Clock {
  now(): number;
  /** Calls back once after that many milliseconds; the result cancels. */
  after(millis: number, callback: () => void): () => void;
}

export interface ConnectionOptions {
  url: string;
  tokenProvider: TokenProvider;
  openSocket: (url: string, protocols: string[]) => SocketLike;
  clock: Clock;
  random: () => number;
  /** Where `online` and `offline` are heard; a page's window. */
  network?: Pick<EventTarget, "addEventListener" | "removeEventListener">;
  onState: (state: ConnectionState) => void;
  onWelcome: (welcome: Welcome) => void;
  onFrame: (frame: ServerFrame) => void;
}

const OPEN = 1;
const BACKOFF_BASE_MILLIS = 500;
const BACKOFF_CAP_MILLIS = 30_000;
/** How long a connection may take until its welcome. */
const WELCOME_MILLIS = 15_000;
/** Sent when this side gives a connection up. */
const CLOSE_GIVEN_UP = 4_000;
/** One in so many attempts that never opened is made with a fresh token. */
const FRESH_TOKEN_EVERY = 3;

/** One socket at a time: opens it, keeps its token fresh, and opens the next one when it is lost. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #backoff: Backoff;
  #state: ConnectionState = { phase: "idle" };
  #socket: SocketLike | null = null;
  /** Raised by every start and stop, so that what was begun before is recognised and dropped. */
  #generation = 0;
  #renewed = false;
  #wantFresh = false;
  #cancelTimer: () => void = () => undefined;
  #cancelRenewal: () => void = () => undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#backoff = new Backoff({
      baseMillis: BACKOFF_BASE_MILLIS,
      capMillis: BACKOFF_CAP_MILLIS,
      random: options.random,
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  start(): void {
    if (this.#state.phase !== "idle" && this.#state.phase !== "stopped") return;
    this.#options.network?.addEventListener("online", this.#online);
    this.#options.network?.addEventListener("offline", this.#offline);
    this.#renewed = false;
    void this.#connect();
  }

  stop(): void {
    this.#options.network?.removeEventListener("online", this.#online);
    this.#options.network?.removeEventListener("offline", this.#offline);
    this.#drop(1_000, "done");
    this.#setState({ phase: "idle" });
  }

  /** Sends when the socket is open; false when it is not. */
  send(frame: ClientFrame): boolean {
    if (this.#state.phase !== "open" || this.#socket?.readyState !== OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Gives the present socket up, for example because an answer did not come, and opens another. */
  reconnect(reason: string): void {
    if (this.#state.phase === "idle" || this.#state.phase === "stopped") return;
    this.#drop(CLOSE_GIVEN_UP, reason);
    this.#waitAndConnect(false);
  }

  /** Tries now instead of at the end of the wait. */
  retryNow(): void {
    if (this.#state.phase === "stopped") {
      this.#state = { phase: "idle" };
      this.start();
    } else if (this.#state.phase === "waiting") {
      this.#drop(CLOSE_GIVEN_UP, "retry");
      void this.#connect();
    }
  }

  readonly #online = (): void => {
    if (this.#state.phase === "idle" || this.#state.phase === "stopped") return;
    // What was opened on the old network is dead, though its end may go unnoticed for long.
    this.#drop(CLOSE_GIVEN_UP, "network changed");
    this.#backoff.reset();
    this.#waitAndConnect(false);
  };

  readonly #offline = (): void => {
    if (this.#state.phase === "idle" || this.#state.phase === "stopped") return;
    this.#drop(CLOSE_GIVEN_UP, "offline");
    this.#waitAndConnect(true);
  };

  async #connect(): Promise<void> {
    const generation = ++this.#generation;
    this.#setState({ phase: "connecting" });
    let token: string | null;
    try {
      token = await this.#options.tokenProvider({ fresh: this.#wantFresh });
    } catch {
      if (generation !== this.#generation) return;
      // Without an issuer the old token may still do, unless that is what was refused.
      if (!this.#renewed) this.#wantFresh = false;
      this.#waitAndConnect(false);
      return;
    }
    if (generation !== this.#generation) return;
    if (token === null) {
      this.#setState({ phase: "stopped", code: 0 });
      return;
    }
    this.#wantFresh = false;
    this.#open(token, generation);
  }

  #open(token: string, generation: number): void {
    const carrier = encodeURIComponent(`quarkus-http-upgrade#Authorization#Bearer ${token}`);
    const socket = this.#options.openSocket(this.#options.url, ["parley.v1", "bearer-token-carrier", carrier]);
    this.#socket = socket;
    this.#startTimer(WELCOME_MILLIS, () => this.reconnect("no welcome"));
    socket.onmessage = ({ data }) => {
      if (generation !== this.#generation) return;
      const frame = parseFrame(data);
      if (frame === null) return;
      if (frame.type === "welcome") this.#welcome(frame, token);
      else this.#options.onFrame(frame);
    };
    socket.onclose = ({ code }) => {
      if (generation === this.#generation) this.#closed(code);
    };
  }

  #welcome(welcome: Welcome, token: string): void {
    this.#cancelTimer();
    this.#backoff.reset();
    this.#renewed = false;
    this.#setState({ phase: "open" });
    this.#scheduleRenewal(token);
    this.#options.onWelcome(welcome);
  }

  #closed(code: number): void {
    const neverOpen = this.#state.phase === "connecting";
    this.#drop();
    const then = afterClose(code, this.#renewed);
    if (then === "stop") {
      this.#setState({ phase: "stopped", code });
      return;
    }
    if (then === "renew-token") {
      this.#renewed = true;
      this.#wantFresh = true;
    } else if (neverOpen) {
      // A browser does not tell a refused token (401) from a lost network: now and then try a fresh one.
      this.#wantFresh = this.#backoff.attempts % FRESH_TOKEN_EVERY === 1;
    }
    this.#waitAndConnect(false);
  }

  #waitAndConnect(offline: boolean): void {
    const generation = ++this.#generation;
    const wait = offline ? BACKOFF_CAP_MILLIS : this.#backoff.next();
    this.#setState({ phase: "waiting", retryAt: this.#options.clock.now() + wait, offline });
    this.#startTimer(wait, () => {
      if (generation === this.#generation) void this.#connect();
    });
  }

  #scheduleRenewal(token: string): void {
    this.#cancelRenewal();
    const wait = millisUntilRenewal(token, this.#options.clock.now());
    if (wait === null) return;
    const generation = this.#generation;
    this.#cancelRenewal = this.#options.clock.after(wait, () => {
      this.#renew(generation).catch(() => undefined);
    });
  }

  /** Without a fresh token the server ends the socket when the old one expires, and 1008 follows. */
  async #renew(generation: number): Promise<void> {
    const token = await this.#options.tokenProvider({ fresh: true });
    if (generation !== this.#generation || token === null) return;
    this.send({ type: "authenticate", token });
    this.#scheduleRenewal(token);
  }

  #startTimer(millis: number, callback: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(millis, callback);
  }

  #drop(code?: number, reason?: string): void {
    this.#generation += 1;
    this.#cancelTimer();
    this.#cancelRenewal();
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onmessage = socket.onclose = null;
    if (code !== undefined) socket.close(code, reason);
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
