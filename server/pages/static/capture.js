// The microphone: whatever rate the device has becomes frames of 20 ms, 16 kHz, one channel, 16 bits.
// Here `sampleRate` is the device's. Each frame is posted as an ArrayBuffer of 640 bytes.

const RATE = 16000;
const FRAME = 320;
const HALF = 24; // taps on either side, in samples of the slower of the two rates
const PHASES = 64;

// A windowed sinc for every fraction of a source sample: below 0.9 of half the slower rate passes, the rest does not alias.
function kernels(step) {
  const slower = Math.max(step, 1);
  const reach = Math.ceil(HALF * slower);
  const cutoff = 0.9 / slower;
  const table = [];
  for (let phase = 0; phase < PHASES; phase++) {
    const taps = new Float32Array(2 * reach);
    let sum = 0;
    for (let at = 0; at < taps.length; at++) {
      const x = at - reach + 1 - phase / PHASES;
      const sinc = x === 0 ? cutoff : Math.sin(Math.PI * x * cutoff) / (Math.PI * x);
      const hann = 0.5 + 0.5 * Math.cos((Math.PI * x) / reach);
      taps[at] = Math.abs(x) < reach ? sinc * hann : 0;
      sum += taps[at];
    }
    table.push(taps.map((tap) => tap / sum));
  }
  return { reach, table };
}

class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.step = sampleRate / RATE;
    const { reach, table } = kernels(this.step);
    this.reach = reach;
    this.table = table;
    this.source = new Float32Array(0);
    this.position = reach - 1; // in `source`, of the next sample to make
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }

  process(inputs) {
    const input = inputs[0][0];
    if (input) this.take(input);
    return true;
  }

  take(input) {
    const source = new Float32Array(this.source.length + input.length);
    source.set(this.source);
    source.set(input, this.source.length);
    while (Math.floor(this.position) + this.reach < source.length) {
      this.put(this.sampleAt(source, this.position));
      this.position += this.step;
    }
    const done = Math.max(0, Math.floor(this.position) - this.reach + 1);
    this.source = source.slice(done);
    this.position -= done;
  }

  sampleAt(source, position) {
    const whole = Math.floor(position);
    const taps = this.table[Math.floor((position - whole) * PHASES)];
    const first = whole - this.reach + 1;
    let sum = 0;
    for (let at = 0; at < taps.length; at++) sum += taps[at] * source[first + at];
    return sum;
  }

  put(sample) {
    this.frame[this.filled++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)));
    if (this.filled < FRAME) return;
    this.port.postMessage(this.frame.buffer, [this.frame.buffer]);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }
}

registerProcessor("capture", Capture);
