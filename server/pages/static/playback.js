// The agent's voice, at 16 kHz. Counts what it has played, which is what the service takes for heard.
// Takes {sound: ArrayBuffer of 16 bit samples}, {gain}, {flush: id}; posts {played} every 40 ms while it plays and when
// it runs dry, and {flushed: id, samples} once what was not played is dropped.

const REPORT = 640; // samples
const RAMP = 1 / 320; // a gain changes within 20 ms, so that it does not click

class Playback extends AudioWorkletProcessor {
  constructor() {
    super();
    this.queue = [];
    this.at = 0; // in the first of the queue
    this.played = 0;
    this.reported = 0;
    this.gain = 1;
    this.wanted = 1;
    this.port.onmessage = ({ data }) => this.take(data);
  }

  take(message) {
    if (message.sound) this.queue.push(new Int16Array(message.sound));
    if (message.gain !== undefined) this.wanted = message.gain;
    if (message.flush !== undefined) {
      this.queue = [];
      this.at = 0;
      this.reported = this.played;
      this.port.postMessage({ flushed: message.flush, samples: this.played });
    }
  }

  process(_, outputs) {
    const output = outputs[0][0];
    for (let index = 0; index < output.length; index++) {
      this.gain += Math.max(-RAMP, Math.min(RAMP, this.wanted - this.gain));
      output[index] = this.next() * this.gain;
    }
    const dry = this.queue.length === 0 && this.played > this.reported;
    if (dry || this.played - this.reported >= REPORT) {
      this.reported = this.played;
      this.port.postMessage({ played: this.played });
    }
    return true;
  }

  next() {
    if (this.queue.length === 0) return 0;
    const sample = this.queue[0][this.at++] / 32768;
    this.played++;
    if (this.at === this.queue[0].length) {
      this.queue.shift();
      this.at = 0;
    }
    return sample;
  }
}

registerProcessor("playback", Playback);
