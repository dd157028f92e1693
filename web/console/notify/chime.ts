const QUIET_MILLIS = 1_500;
const NOTES = [660, 880];
const NOTE_SECONDS = 0.14;

/**
 * A short sound of two notes. Browsers play nothing before the person's first gesture on the page:
 * until then it stays silent, and afterwards it rings at most once in a while.
 */
export class Chime {
  #context: AudioContext | null = null;
  #rangAt = -Infinity;

  constructor() {
    const begin = (): void => {
      this.#context ??= new AudioContext();
    };
    window.addEventListener("pointerdown", begin, { once: true });
    window.addEventListener("keydown", begin, { once: true });
  }

  ring(): void {
    const context = this.#context;
    if (context === null || performance.now() - this.#rangAt < QUIET_MILLIS) return;
    this.#rangAt = performance.now();
    NOTES.forEach((frequency, index) => play(context, frequency, context.currentTime + index * NOTE_SECONDS));
  }
}

function play(context: AudioContext, frequency: number, at: number): void {
  const tone = new OscillatorNode(context, { type: "sine", frequency });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.12, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + 0.32);
}
