import type { ReportAgent } from "../../client/index";
import { locale } from "../../shared/time";

/** What agents can be ordered by. */
export type AgentColumn =
  | "name" | "taken" | "takenOver" | "transferred" | "finished" | "agentMessages"
  | "responseTime" | "firstResponseTime" | "handlingTime" | "resolutionTime";

export interface AgentOrder {
  by: AgentColumn;
  descending: boolean;
}

/** The agents in this order; who has nothing to compare stands last either way, and equals go by name. */
export function inOrder(agents: readonly ReportAgent[], { by, descending }: AgentOrder): ReportAgent[] {
  const names = new Intl.Collator(locale, { numeric: true });
  const direction = descending ? -1 : 1;
  return [...agents].sort((one, other) => {
    const byName = names.compare(one.name, other.name) || (one.id < other.id ? -1 : 1);
    if (by === "name") return direction * byName;
    const [a, b] = [valueOf(one, by), valueOf(other, by)];
    if (a === b) return byName;
    if (a === null) return 1;
    if (b === null) return -1;
    return direction * (a - b);
  });
}

/** The order after a click on a column: the other way round, or the most telling way of another one. */
export function ordered({ by, descending }: AgentOrder, column: AgentColumn): AgentOrder {
  return column === by ? { by, descending: !descending } : { by: column, descending: column !== "name" };
}

function valueOf({ figures }: ReportAgent, by: Exclude<AgentColumn, "name">): number | null {
  const figure = figures[by];
  return typeof figure === "number" ? figure : figure.mean;
}
