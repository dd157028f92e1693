import type { Bucket, NamedFile, Report, ReportQuery, Rest } from "../../client/index";
import { words } from "../../strings/console";
import { describe } from "../parts/refusals";
import { addDays, bestBucket, bucketsFor, countDays, dayIn, daysOf, ownZone, type Days, type RangeName } from "./ranges";

export interface ReportsHost {
  rest: Rest;
  channelId: () => string | null;
  changed: () => void;
}

/** What an analyst looks at. */
export interface Choice {
  range: RangeName;
  /** Of the range that has no name. */
  days: Days;
  bucket: Bucket;
  zone: string;
  /** Whose figures; empty for everybody's. */
  agent: string;
}

/** The report that the Analytics page shows, and what was chosen for it: kept while other pages are looked at. */
export class Reports {
  choice: Choice;
  report: Report | null = null;
  /** When the report was asked for. */
  asOf = new Date(0);
  loading = false;
  downloading = false;
  problem = "";
  readonly #host: ReportsHost;
  #request: AbortController | null = null;

  constructor(host: ReportsHost) {
    this.#host = host;
    const zone = ownZone();
    this.choice = { range: "week", days: daysOf("week", dayIn(zone, new Date())), bucket: "day", zone, agent: "" };
  }

  /** The chosen days; those of a named range move with the calendar. */
  get days(): Days {
    const { range, days, zone } = this.choice;
    return range === "custom" ? days : daysOf(range, dayIn(zone, new Date()));
  }

  /** Into what the chosen days can be cut. */
  get buckets(): Bucket[] {
    return bucketsFor(countDays(this.days));
  }

  /** Another channel: its agents are others, too. */
  clear(): void {
    this.#request?.abort();
    this.report = null;
    this.problem = "";
    this.loading = false;
    this.choice = { ...this.choice, agent: "" };
  }

  /** Chooses something else, and fetches its report. */
  async choose(choice: Partial<Choice>): Promise<void> {
    // A range of one's own begins with the days that are on the screen.
    const { days } = this;
    this.choice = { ...this.choice, days, ...choice };
    const length = countDays(this.days);
    const other = choice.range !== undefined || choice.days !== undefined;
    if (other && (choice.range !== undefined || !bucketsFor(length).includes(this.choice.bucket))) {
      this.choice.bucket = bestBucket(length);
    }
    await this.load();
  }

  async load(): Promise<void> {
    const channelId = this.#host.channelId();
    this.#request?.abort();
    if (channelId === null) return;
    const query = this.#query();
    if (query === null) {
      this.loading = false;
      this.#tell(words.figures.badDays);
      return;
    }
    const request = new AbortController();
    this.#request = request;
    this.loading = true;
    this.#tell("");
    try {
      const asOf = new Date();
      const report = await this.#host.rest.report(channelId, query, request.signal);
      if (request.signal.aborted) return;
      Object.assign(this, { report, asOf });
    } catch (error) {
      if (request.signal.aborted) return;
      this.problem = describe(error);
    }
    this.loading = false;
    this.#host.changed();
  }

  /** The same as a file; null when it could not be had. */
  async csv(): Promise<NamedFile | null> {
    const channelId = this.#host.channelId();
    const query = this.#query();
    if (channelId === null || query === null || this.downloading) return null;
    this.downloading = true;
    this.#tell("");
    let file: NamedFile | null = null;
    try {
      file = await this.#host.rest.reportCsv(channelId, query);
    } catch (error) {
      this.problem = describe(error);
    }
    this.downloading = false;
    this.#host.changed();
    return file;
  }

  #query(): ReportQuery | null {
    const { days } = this;
    const { bucket, zone, agent } = this.choice;
    if (countDays(days) === 0) return null;
    return { from: days.first, to: addDays(days.last, 1), bucket, zone, ...(agent === "" ? {} : { agent }) };
  }

  #tell(problem: string): void {
    this.problem = problem;
    this.#host.changed();
  }
}
