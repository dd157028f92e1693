import type {
  AvailableEngagement, CannedReply, CatalogueEntry, ChannelAgent, ChannelProfile, Chat, ChatMode, Rest, Retention,
} from "../../client/index";
import { describe } from "../parts/refusals";

const PAGE_SIZE = 200;

export interface LibraryHost {
  rest: Rest;
  channelId: () => string | null;
  changed: () => void;
  notify: (text: string) => void;
}

/** What belongs to the channel and not to a conversation: its chat, agents, canned replies, catalogue. */
export class Library {
  chat: Chat | null = null;
  profile: ChannelProfile | null = null;
  /** For chat admins. */
  retention: Retention | null = null;
  agents: ChannelAgent[] = [];
  canned: CannedReply[] = [];
  catalogue: CatalogueEntry[] = [];
  /** What the follower at hand can be sent. */
  available: AvailableEngagement[] = [];
  loading = false;
  problem = "";
  readonly #host: LibraryHost;

  constructor(host: LibraryHost) {
    this.#host = host;
  }

  clear(): void {
    this.chat = null;
    this.profile = null;
    this.retention = null;
    this.agents = [];
    this.canned = [];
    this.catalogue = [];
    this.available = [];
  }

  async loadChat(): Promise<void> {
    await this.#load(async (rest, channelId) => (this.chat = await rest.chat(channelId)));
  }

  async loadProfile(): Promise<void> {
    await this.#load(async (rest, channelId) => (this.profile = await rest.channel(channelId)));
  }

  async loadRetention(): Promise<void> {
    await this.#load(async (rest, channelId) => (this.retention = await rest.retention(channelId)));
  }

  async loadAgents(): Promise<void> {
    await this.#load(async (rest, channelId) => (this.agents = await rest.agents(channelId)));
  }

  async loadCanned(): Promise<void> {
    await this.#load(async (rest, channelId) => (this.canned = await rest.cannedReplies(channelId)));
  }

  async loadCatalogue(): Promise<void> {
    await this.#load(async (rest, channelId) => {
      const entries: CatalogueEntry[] = [];
      let cursor: string | undefined;
      do {
        const page = await rest.catalogue(channelId, { limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) });
        entries.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      this.catalogue = entries;
    });
  }

  async loadAvailable(followerId: string): Promise<void> {
    this.available = [];
    await this.#load(async (rest, channelId) => (this.available = await rest.availableEngagements(channelId, followerId)));
  }

  async setChat(mode: ChatMode): Promise<void> {
    await this.#change((rest, channelId) => rest.setChat(channelId, mode), () => this.loadChat());
  }

  saveProfile(profile: Omit<ChannelProfile, "id" | "mode">): Promise<string | null> {
    return this.#change((rest, channelId) => rest.describeChannel(channelId, profile), () => this.loadProfile());
  }

  /** Null keeps conversations for ever. */
  saveRetention(days: number | null): Promise<string | null> {
    return this.#change((rest, channelId) => rest.setRetention(channelId, days), () => this.loadRetention());
  }

  saveCanned(reply: Omit<CannedReply, "id">, id?: string): Promise<string | null> {
    return this.#change((rest, channelId) => rest.saveCannedReply(channelId, reply, id), () => this.loadCanned());
  }

  deleteCanned(id: string): Promise<string | null> {
    return this.#change((rest, channelId) => rest.deleteCannedReply(channelId, id), () => this.loadCanned());
  }

  saveEngagement(entry: CatalogueEntry): Promise<string | null> {
    return this.#change((rest, channelId) => rest.saveEngagement(channelId, entry), () => this.loadCatalogue());
  }

  deleteEngagement(id: string): Promise<string | null> {
    return this.#change((rest, channelId) => rest.deleteEngagement(channelId, id), () => this.loadCatalogue());
  }

  async #load(call: (rest: Rest, channelId: string) => Promise<unknown>): Promise<void> {
    const channelId = this.#host.channelId();
    if (channelId === null) return;
    this.loading = true;
    this.problem = "";
    this.#host.changed();
    try {
      await call(this.#host.rest, channelId);
    } catch (error) {
      this.problem = describe(error);
    }
    this.loading = false;
    this.#host.changed();
  }

  /** Null when it worked, otherwise what to tell the agent, who is also notified. */
  async #change(call: (rest: Rest, channelId: string) => Promise<unknown>, reload: () => Promise<void>): Promise<string | null> {
    const channelId = this.#host.channelId();
    if (channelId === null) return null;
    try {
      await call(this.#host.rest, channelId);
    } catch (error) {
      this.#host.notify(describe(error));
      return describe(error);
    }
    await reload();
    return null;
  }
}
