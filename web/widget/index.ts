import { ParleyChat } from "./parley-chat";

if (customElements.get("parley-chat") === undefined) customElements.define("parley-chat", ParleyChat);
