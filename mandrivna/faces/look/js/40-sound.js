// The desk answers by ear, too: hands and eyes are with the books. Two short tones, made here, off by one tick.
const marked = document.querySelector("[data-sound=wrong]") || document.querySelector("[data-sound=done]");
const box = document.querySelector("[data-switch=sound]");
const on = () => localStorage.getItem("sound") !== "off";
const tone = (pitch, from, length) => {
  const [swing, gain] = [audio.createOscillator(), audio.createGain()];
  swing.frequency.value = pitch;
  gain.gain.setValueAtTime(.12, audio.currentTime + from);
  gain.gain.exponentialRampToValueAtTime(.001, audio.currentTime + from + length);
  swing.connect(gain).connect(audio.destination);
  swing.start(audio.currentTime + from);
  swing.stop(audio.currentTime + from + length);
};
let audio;
if (box) {
  box.hidden = box.nextElementSibling.hidden = false;
  box.checked = on();
  box.addEventListener("change", () => localStorage.setItem("sound", box.checked ? "on" : "off"));
}
if (marked && on() && window.AudioContext) {
  const act = marked.dataset.act;
  // What was just done stays on the page for a while: one act, one sound.
  if (!act || sessionStorage.getItem("act") !== act) {
    if (act) sessionStorage.setItem("act", act);
    audio = new AudioContext();
    // Some browsers start it a moment later; one that forbids sounds starts it at some later press, when nothing is to be said.
    const until = performance.now() + 1000;
    const say = () => {
      if (audio.state !== "running" || performance.now() > until) return;
      audio.onstatechange = null;
      if (marked.dataset.sound === "done") { tone(660, 0, .09); tone(990, .09, .12); } else { tone(220, 0, .28); }
    };
    audio.onstatechange = say;
    say();
  }
}
