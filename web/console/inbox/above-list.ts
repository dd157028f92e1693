import { html } from "lit";
import type { ConsoleStore } from "../store";
import "../analytics/figure-cards";

/** What stands above the chat list, from top to bottom: each draws itself from the store. */
export const aboveList: readonly ((store: ConsoleStore) => unknown)[] = [
  (store) => html`<figure-cards .store=${store}></figure-cards>`,
];
