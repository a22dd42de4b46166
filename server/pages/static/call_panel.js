// The panel of a call: its state, what is being said, where an answer was cut, how long each step took.
// The service draws it (server/pages/calling.py); here it is filled.

const STEPS = ["final_text", "endpoint", "first_token", "first_sound"];
const SHOWN_TURNS = 5;

class CallPanel {
  constructor(root) {
    this.root = root;
    this.texts = JSON.parse(root.dataset.texts);
    this.call = null;
    this.caller = "quiet";
    this.agent = "idle";
    this.part("mute").onclick = () => this.mute(!this.call.muted);
    this.part("hang-up").onclick = () => this.call.hangUp();
    this.part("close").onclick = () => this.close();
    this.button.onclick = () => this.open();
    document.addEventListener("keydown", (event) => this.key(event));
  }

  get button() {
    return document.getElementById("sl-call-button");
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  key(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const calling = this.call && !this.call.over;
    if (event.code === "KeyC") {
      event.preventDefault();
      if (calling) this.call.hangUp();
      else this.open();
    } else if (event.code === "KeyM" && calling) {
      event.preventDefault();
      this.mute(!this.call.muted);
    }
  }

  // --- from hello to hang-up ---------------------------------------------------------------------------------------

  open() {
    const record = document.getElementById("sl-call-record");
    const conversation = new URLSearchParams(location.search).get("c");
    this.root.hidden = false;
    this.root.classList.remove("sl-call-over");
    this.button.disabled = true;
    for (const name of ["you", "said", "rest", "turns", "detail", "gap"]) this.part(name).textContent = "";
    for (const name of ["problem", "recording", "timing", "cut", "play"]) this.part(name).hidden = true;
    this.caller = "quiet";
    this.agent = "idle";
    this.started = null;
    this.recording = null;
    this.failed = null;
    this.finalText = null;
    this.showMuted(false);
    this.state("connecting");
    this.root.focus();
    this.clock = setInterval(() => this.tick(), 500);
    this.tick();
    const language = this.root.dataset.language;
    this.call = new Call(this, { conversation, language, record: Boolean(record && record.checked) });
    this.call.start();
  }

  ended(problem) {
    clearInterval(this.clock);
    this.root.classList.add("sl-call-over");
    this.button.disabled = false;
    this.state(this.started === null ? "not_begun" : "ended");
    const told = this.failed || (problem && { text: this.texts[problem] });
    if (told) {
      this.part("problem").hidden = false;
      this.part("problem-text").textContent = told.text;
      this.part("detail").textContent = told.detail || "";
    }
    this.part("recording").hidden = true;
    if (this.recording) {
      this.part("play").hidden = false;
      this.part("play").href = `/recordings/${this.recording}.wav`;
    }
    if (this.root.contains(document.activeElement)) this.button.focus();
    emitEvent("call", { event: "ended" });
  }

  close() {
    this.root.hidden = true;
    this.button.focus();
  }

  mute(muted) {
    this.call.mute(muted);
    this.showMuted(muted);
    this.showState();
  }

  showMuted(muted) {
    const button = this.part("mute");
    button.setAttribute("aria-pressed", String(muted));
    button.querySelector("i").textContent = muted ? "mic_off" : "mic";
    button.querySelector("span").textContent = this.texts[muted ? "unmute" : "mute"];
  }

  tick() {
    const seconds = this.started === null ? 0 : Math.floor((Date.now() - this.started) / 1000);
    this.part("time").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }

  // --- what the service tells --------------------------------------------------------------------------------------

  take(message) {
    const known = `on_${message.event}`;
    if (known in this) this[known](message);
    if (["welcome", "final", "saying", "cut", "turn"].includes(message.event)) emitEvent("call", message);
  }

  on_preparing() {
    this.state("preparing");
  }

  on_welcome() {
    this.started = Date.now();
    this.showState();
  }

  on_notice({ text }) {
    this.part("said").textContent = text;
    this.part("rest").textContent = "";
  }

  on_recording({ id, days }) {
    this.recording = id;
    this.part("recording").hidden = false;
    this.part("recording-text").textContent = this.texts.recording.replace("{days}", String(days));
  }

  on_refused({ message }) {
    this.failed = { text: message };
  }

  on_error({ code, field, message, remedy }) {
    const known = [`error_${field}`, `error_${code}`].find((key) => key in this.texts);
    this.failed = { text: this.texts[known || "error"], detail: `${message} ${remedy || ""}`.trim() };
  }

  on_state({ caller, agent }) {
    this.caller = caller;
    this.agent = agent;
    this.showState();
  }

  showState() {
    if (!this.call || this.call.over || this.started === null) return;
    const held = this.call.muted && this.agent === "idle" && this.caller === "quiet";
    this.call.hold(held);
    const speaking = this.caller === "speaking";
    const agents = { thinking: "thinking", speaking: "agent", ducked: "agent", paused: "listening", idle: "listening" };
    if (held) this.state("hold");
    else this.state(speaking && this.agent !== "ducked" ? "you" : agents[this.agent] || "listening");
  }

  state(name) {
    this.root.dataset.state = name;
    this.part("state").textContent = this.texts[`state_${name}`];
  }

  on_partial({ text }) {
    if (text === this.finalText) return; // late: the turn is over
    this.part("you").textContent = text;
    this.part("you").classList.add("sl-call-partial");
  }

  on_final({ text, raw }) {
    this.finalText = text;
    const you = this.part("you");
    you.textContent = text;
    you.classList.remove("sl-call-partial");
    you.title = raw === text ? "" : `${this.texts.heard_as} ${raw}`;
  }

  on_saying({ text }) {
    this.showSpoken("", text, false);
  }

  on_heard({ text, of }) {
    this.showSpoken(text, of, false);
  }

  on_cut({ text, of }) {
    this.showSpoken(text, of, true);
  }

  showSpoken(heard, whole, cut) {
    const start = whole.startsWith(heard) ? heard.length : 0;
    this.part("said").textContent = whole.slice(0, start);
    this.part("rest").textContent = whole.slice(start);
    this.part("rest").classList.toggle("sl-call-unsaid", cut);
    this.part("cut").hidden = !cut;
    const box = this.part("said").parentElement;
    box.scrollTop = Math.max(0, this.part("said").offsetTop + this.part("said").offsetHeight - 60);
  }

  // --- how long it took --------------------------------------------------------------------------------------------

  on_turn({ text, spoken, heard, interrupted, timeline_ms }) {
    if (!interrupted) this.showSpoken(spoken, spoken, false);
    this.part("timing").hidden = false;
    const gap = timeline_ms.first_sound === null ? null : timeline_ms.first_sound - timeline_ms.speech_end;
    this.part("gap").textContent = gap === null ? "" : this.seconds(gap);
    const turns = this.part("turns");
    turns.prepend(this.waterfall(text, timeline_ms));
    while (turns.children.length > SHOWN_TURNS) turns.lastChild.remove();
  }

  seconds(ms) {
    return `${(ms / 1000).toFixed(2)} s`;
  }

  // Steps as bars over one axis that begins where the caller stopped speaking.
  waterfall(text, line) {
    const at = (step) => (line[step] === null ? null : Math.max(0, line[step] - line.speech_end));
    const known = STEPS.filter((step) => at(step) !== null);
    const spoken = at("heard") !== null && at("first_sound") !== null;
    const end = Math.max(500, ...known.map(at)) * (spoken ? 1.2 : 1);
    const chart = document.createElement("figure");
    chart.className = "sl-call-turn";
    chart.append(Object.assign(document.createElement("figcaption"), { textContent: text }));
    let before = 0;
    for (const step of known) {
      const from = step === "final_text" ? 0 : Math.min(before, at(step));
      chart.append(this.bar(step, from / end, (at(step) - from) / end, this.seconds(at(step))));
      if (step !== "final_text") before = at(step);
    }
    if (spoken) {
      const spoke = this.seconds(line.heard - line.first_sound);
      chart.append(this.bar("heard", before / end, 1 - before / end, spoke));
    }
    return chart;
  }

  bar(step, from, length, label) {
    const row = document.createElement("div");
    row.className = `sl-call-step sl-call-${step}`;
    const track = document.createElement("span");
    track.className = "sl-call-track";
    const bar = document.createElement("i");
    bar.style.left = `${100 * from}%`;
    bar.style.width = `max(3px, ${100 * length}%)`;
    track.append(bar);
    const name = Object.assign(document.createElement("span"), { textContent: this.texts[`step_${step}`] });
    const time = Object.assign(document.createElement("b"), { textContent: label });
    row.append(name, track, time);
    return row;
  }
}
