import type { ParleyChat } from "../widget/parley-chat";
import { Login, type Session } from "../shared/login";
import { follower as words } from "../strings/en";

/** A demo channel's page: logs a follower in and hands the widget its token. */
const channel = new URLSearchParams(location.search).get("channel") ?? "demo";
const address = `${location.origin}/follower/?channel=${encodeURIComponent(channel)}`;
const login = new Login({
  authority: `${location.origin}/auth/followers`,
  clientId: "parley-follower",
  returnTo: address,
});

const chat: HTMLElement & Pick<ParleyChat, "tokenProvider"> = Object.assign(find("parley-chat"), { tokenProvider: null });
const account = find("#account");
const hint = find("#login-hint");

chat.setAttribute("channel", channel);
document.title = words.title(channel);
find("#channel-name").textContent = words.title(channel);

login.resume().then(show, () => {
  show(null);
  hint.textContent = words.loginFailed;
});

function show(session: Session | null): void {
  if (session === null) {
    hint.textContent = words.logInHint;
    account.replaceChildren(button(words.logIn, "primary", () => login.begin()));
    return;
  }
  hint.textContent = "";
  const name = document.createElement("span");
  name.dataset.testid = "logged-in-as";
  name.textContent = words.hello(session.name);
  account.replaceChildren(name, button(words.logOut, "", () => session.logOut()));
  chat.tokenProvider = session.token;
}

function button(text: string, style: string, action: () => Promise<void>): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `button ${style}`;
  element.textContent = text;
  element.addEventListener("click", () => {
    action().catch(() => {
      hint.textContent = words.loginFailed;
    });
  });
  return element;
}

function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (element === null) throw new Error(`The page has no ${selector}`);
  return element;
}
