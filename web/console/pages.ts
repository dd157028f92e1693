import { html, type TemplateResult } from "lit";
import { icons } from "../shared/icons";
import { words } from "../strings/console";
import { drawAnalytics } from "./analytics/arrival";
import type { ConsoleStore } from "./store";
import "./chat-page";
import "./settings/settings-page";

/** A part of the console with its own address and its own place in the navigation. */
export interface Page {
  /** The address is `#/` and this; empty for the one that opens first. */
  id: string;
  icon: unknown;
  name: () => string;
  /** Whether this agent has the page. */
  has: (store: ConsoleStore) => boolean;
  draw: (store: ConsoleStore) => TemplateResult;
}

/** All pages, in the order of the navigation. */
export const pages: readonly Page[] = [
  {
    id: "",
    icon: icons.chat,
    name: () => words.pages.chat,
    has: () => true,
    draw: (store) => html`<chat-page .store=${store}></chat-page>`,
  },
  {
    id: "analytics",
    icon: icons.chart,
    name: () => words.pages.analytics,
    has: (store) => store.isAnalyst,
    draw: drawAnalytics,
  },
  {
    id: "settings",
    icon: icons.settings,
    name: () => words.pages.settings,
    has: () => true,
    draw: (store) => html`<settings-page .store=${store}></settings-page>`,
  },
];
