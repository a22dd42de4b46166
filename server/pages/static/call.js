// A call: the microphone and the loudspeaker on one side, the service's WebSocket on the other.
// What happens is told to `panel` (call_panel.js); what changes records, to the page, so that the log shows it.

const CALL_VERSION = 1;
const CALL_RATE = 16000;
const SILENT_FRAME = new ArrayBuffer(640);

class Call {
  constructor(panel, hello) {
    this.panel = panel;
    this.hello = hello;
    this.muted = false;
    this.held = false;
    this.opened = false;
    this.over = false;
  }

  async start() {
    try {
      this.stream = await this.microphone();
      await this.openSpeaker();
      if (this.over) return this.release();
      this.connect();
    } catch (error) {
      this.fail(error.name in MICROPHONE_ERRORS ? MICROPHONE_ERRORS[error.name] : "microphone_failed");
    }
  }

  microphone() {
    if (!navigator.mediaDevices) throw new DOMException("", "InsecureContext");
    const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
    return navigator.mediaDevices.getUserMedia({ audio });
  }

  async openSpeaker() {
    this.speaker = new AudioContext({ sampleRate: CALL_RATE, latencyHint: "interactive" });
    await this.speaker.audioWorklet.addModule("/static/playback.js");
    this.playback = new AudioWorkletNode(this.speaker, "playback", { numberOfInputs: 0, outputChannelCount: [1] });
    this.playback.connect(this.speaker.destination);
    this.playback.port.onmessage = ({ data }) => this.say(
      "flushed" in data
        ? { type: "flushed", id: data.flushed, samples: data.samples }
        : { type: "played", samples: data.played }
    );
    await this.speaker.resume();
  }

  async openEar() {
    this.ear = new AudioContext({ latencyHint: "interactive" });
    await this.ear.audioWorklet.addModule("/static/capture.js");
    const source = this.ear.createMediaStreamSource(this.stream);
    const capture = new AudioWorkletNode(this.ear, "capture", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    capture.port.onmessage = ({ data }) => {
      if (!this.held) this.send(this.muted ? SILENT_FRAME : data);
    };
    source.connect(capture);
    this.stream.getAudioTracks()[0].onended = () => this.fail("microphone_gone");
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.socket = new WebSocket(`${scheme}://${location.host}/call`);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => {
      this.opened = true;
      this.say({ type: "hello", version: CALL_VERSION, rate: CALL_RATE, ...this.hello });
      this.openEar().catch(() => this.fail("microphone_failed"));
    };
    this.socket.onmessage = ({ data }) => this.take(data);
    this.socket.onclose = ({ code }) => this.closed(code);
  }

  take(data) {
    if (data instanceof ArrayBuffer) {
      this.playback.port.postMessage({ sound: data }, [data]);
      return;
    }
    const message = JSON.parse(data);
    if (message.event === "flush") this.playback.port.postMessage({ flush: message.id });
    else if (message.event === "gain") this.playback.port.postMessage({ gain: message.gain });
    else this.panel.take(message);
  }

  say(message) {
    this.send(JSON.stringify(message));
  }

  send(data) {
    if (this.socket && this.socket.readyState === WebSocket.OPEN) this.socket.send(data);
  }

  mute(muted) {
    this.muted = muted;
    if (this.stream) this.stream.getAudioTracks().forEach((track) => { track.enabled = !muted; });
  }

  // On hold no sound is sent, and the service's clock of the call stands still.
  hold(held) {
    if (held === this.held) return;
    this.held = held;
    this.say({ type: "hold", on: held });
  }

  hangUp() {
    this.say({ type: "hang_up" });
    this.finish(null);
  }

  closed(code) {
    if (!this.over) this.finish(code === 1000 ? null : this.opened ? "connection_lost" : "not_put_through");
  }

  fail(problem) {
    if (!this.over) this.finish(problem);
  }

  // `problem`: the text to show, null when the call simply ended.
  finish(problem) {
    this.over = true;
    if (this.socket) {
      this.socket.onclose = null;
      // What was said last still leaves; the service closes a call that has hung up.
      setTimeout(() => this.socket.close(), 500);
    }
    this.release();
    this.panel.ended(problem);
  }

  release() {
    if (this.stream) this.stream.getTracks().forEach((track) => track.stop());
    for (const context of [this.ear, this.speaker]) {
      if (context && context.state !== "closed") context.close();
    }
  }
}

const MICROPHONE_ERRORS = {
  NotAllowedError: "microphone_refused",
  NotFoundError: "microphone_missing",
  NotReadableError: "microphone_busy",
  InsecureContext: "insecure",
};
