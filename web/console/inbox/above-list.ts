import type { ConsoleStore } from "../store";

/** What stands above the chat list, from top to bottom: each draws itself from the store. */
export const aboveList: readonly ((store: ConsoleStore) => unknown)[] = [];
