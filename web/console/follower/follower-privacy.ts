import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { PrivacyJob, Rest } from "../../client/index";
import { words } from "../../strings/console";
import { base } from "../parts/base";
import { describe } from "../parts/refusals";
import "../parts/ask-dialog";

const LOOK_AGAIN_MILLIS = 1_000;

/** A job that this screen has started, and for whom: the agent may turn to another follower. */
interface Running {
  kind: "export" | "erasure";
  channel: string;
  follower: string;
  job: PrivacyJob;
}

/** For chat admins: all about a follower, to be saved or to be erased. */
@customElement("follower-privacy")
export class FollowerPrivacy extends LitElement {
  static override styles = [
    base,
    css`
      section {
        padding: 16px 0;
        border-block-start: 1px solid var(--line);
      }
      h4 {
        margin: 0 0 10px;
        font-size: 12.5px;
        font-weight: 600;
        color: var(--quiet);
      }
      .buttons {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(104px, 1fr));
        gap: 8px;
      }
      .job {
        margin-block-start: 12px;
        padding: 12px;
        border-radius: 9px;
        background: var(--sunken);
      }
      progress {
        display: block;
        appearance: none;
        inline-size: 100%;
        block-size: 6px;
        margin-block-start: 10px;
        border: 0;
        border-radius: 3px;
        overflow: hidden;
        background: var(--line);
      }
      progress::-webkit-progress-bar {
        background: var(--line);
      }
      progress::-webkit-progress-value {
        background: var(--accent);
      }
      progress::-moz-progress-bar {
        background: var(--accent);
      }
      p {
        font-size: 13.5px;
      }
      .waits {
        margin-block-start: 6px;
        font-size: 12.5px;
      }
      .job .button {
        inline-size: 100%;
        margin-block-start: 10px;
      }
      [role="alert"] {
        margin-block-start: 10px;
        color: var(--danger);
      }
    `,
  ];

  @property({ attribute: false }) rest!: Rest;
  @property() channel = "";
  @property() follower = "";
  @property() name = "";
  @property({ type: Boolean }) erased = false;
  @state() private running: Running | null = null;
  @state() private asking = false;
  @state() private problem = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.running?.job.state === "RUNNING") this.#lookAgain();
  }

  protected override render(): TemplateResult {
    const busy = this.running?.job.state === "RUNNING";
    return html`<section aria-label=${words.privacy}>
      <h4>${words.privacy}</h4>
      ${this.erased
        ? nothing
        : html`<div class="buttons">
            <button class="button" type="button" ?disabled=${busy} @click=${() => this.#start("export")}>${words.exportFollower}</button>
            <button class="button danger" type="button" ?disabled=${busy} @click=${() => (this.asking = true)}>${words.eraseFollower}</button>
          </div>`}
      <div role="status">${this.running === null ? nothing : this.#renderRunning(this.running)}</div>
      ${this.problem === "" ? nothing : html`<p role="alert">${this.problem}</p>`}
      ${this.asking ? this.#renderQuestion() : nothing}
    </section>`;
  }

  #renderRunning({ kind, job }: Running): TemplateResult {
    const exporting = kind === "export";
    if (job.state === "RUNNING") {
      const text = exporting ? words.exportRunning(job.progress) : words.eraseRunning(job.progress);
      return html`<div class="job">
        <p>${text}</p>
        <progress max="100" value=${job.progress} aria-label=${text}></progress>
        ${job.waitsFor === undefined ? nothing : html`<p class="quiet waits">${words.jobWaits}</p>`}
      </div>`;
    }
    return html`<div class="job">
      ${exporting
        ? html`<p>${words.exportDone}</p>
            <button class="button" type="button" @click=${() => this.#save()}>${words.saveExport}</button>`
        : html`<p>${words.eraseDone}</p>`}
    </div>`;
  }

  #renderQuestion(): TemplateResult {
    const close = (): void => void (this.asking = false);
    return html`<ask-dialog
      title=${words.confirmErase(this.name)}
      .content=${html`<p>${words.confirmEraseText}</p>
        <p>${words.cannotBeUndone}</p>`}
      confirmText=${words.eraseFollower}
      danger
      @dismiss=${close}
      @confirm=${() => {
        close();
        void this.#start("erasure");
      }}
    ></ask-dialog>`;
  }

  async #start(kind: Running["kind"]): Promise<void> {
    const { channel, follower } = this;
    this.problem = "";
    try {
      const job = await (kind === "export" ? this.rest.exportFollower(channel, follower) : this.rest.eraseFollower(channel, follower));
      this.running = { kind, channel, follower, job };
      this.#lookAgain();
    } catch (error) {
      this.problem = describe(error);
    }
  }

  #lookAgain(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), LOOK_AGAIN_MILLIS);
  }

  async #look(): Promise<void> {
    const { running } = this;
    if (running === null || !this.isConnected) return;
    const { kind, channel } = running;
    try {
      const job = await (kind === "export" ? this.rest.exportJob(channel, running.job.id) : this.rest.erasureJob(channel, running.job.id));
      this.running = { ...running, job };
      this.problem = "";
    } catch (error) {
      this.problem = describe(error);
    }
    if (this.running?.job.state === "RUNNING") this.#lookAgain();
  }

  async #save(): Promise<void> {
    if (this.running === null) return;
    try {
      const { name, content } = await this.rest.exportContent(this.running.channel, this.running.job.id);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(content);
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), LOOK_AGAIN_MILLIS);
    } catch (error) {
      this.problem = describe(error);
    }
  }
}
