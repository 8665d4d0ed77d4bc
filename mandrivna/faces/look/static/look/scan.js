(()=>{
const eye = document.getElementById("eye");
const [form, code, says] = ["scan", "code", "eye-says"].map((id) => document.getElementById(id));
const [view, video, photo] = [eye.querySelector(".eye-view"), eye.querySelector("video"), document.getElementById("photo")];
const press = Object.fromEntries([...eye.querySelectorAll("[data-eye]")].map((button) => [button.dataset.eye, button]));
const FORMATS = ["EAN13", "Code128", "Code39", "QRCode"];
const [WIDEST, LARGEST_PHOTO, EVERY, SEEN] = [960, 1800, 90, 650];
let [stream, audio, reader, sent] = [null, null, null, false];
const say = (what, number = "") => {
const told = eye.querySelector(`[data-say=${what}]`);
says.className = `message ${told.className}`;
says.textContent = told.content.textContent.replace("%s", number);
says.hidden = false;
};
const near = () => { if (matchMedia("(max-width: 34rem)").matches) eye.scrollIntoView({ block: "start" }); };
const load = () => (reader ??= new Promise((done, failed) => {
const script = Object.assign(document.createElement("script"), { src: eye.dataset.reader, onload: done, onerror: failed });
document.head.append(script);
}).then(() => ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => eye.dataset.wasm }, fireImmediately: true }))
.catch((trouble) => { reader = null; throw trouble; }));
const read = async (picture, most) => {
const [wide, high] = [picture.videoWidth || picture.width, picture.videoHeight || picture.height];
const scale = Math.min(1, most / Math.max(wide, high));
const canvas = Object.assign(document.createElement("canvas"), { width: wide * scale, height: high * scale });
const pen = canvas.getContext("2d", { willReadFrequently: true });
pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
const pixels = pen.getImageData(0, 0, canvas.width, canvas.height);
const [found] = await ZXingWASM.readBarcodes(pixels, { formats: FORMATS, tryHarder: true, maxNumberOfSymbols: 1, textMode: "Plain" });
return found?.text.trim() ?? "";
};
const tone = () => {
navigator.vibrate?.(80);
if (!audio || localStorage.getItem("sound") === "off") return;
const [swing, gain] = [audio.createOscillator(), audio.createGain()];
swing.frequency.value = 880;
gain.gain.setValueAtTime(.12, audio.currentTime);
gain.gain.exponentialRampToValueAtTime(.001, audio.currentTime + .15);
swing.connect(gain).connect(audio.destination);
swing.start();
swing.stop(audio.currentTime + .15);
};
const take = (number) => {
if (/^\d{13}$/.test(number) && !/^97[789]/.test(number)) return say("goods", number);
sent = true;
stop();
code.value = number;
say("found", number);
tone();
setTimeout(() => form.requestSubmit(), SEEN);
};
const stop = () => {
stream?.getTracks().forEach((track) => track.stop());
stream = video.srcObject = null;
view.hidden = press.off.hidden = press.light.hidden = true;
press.on.hidden = false;
};
const look = async (mine) => {
while (stream === mine && !sent) {
if (video.readyState > 1 && !document.hidden) {
const number = await read(video, WIDEST);
if (number && stream === mine) take(number);
}
await new Promise((next) => setTimeout(next, EVERY));
}
};
const TROUBLES = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "none", OverconstrainedError: "none", NotReadableError: "busy", AbortError: "busy" };
const start = async () => {
near();
if (!navigator.mediaDevices?.getUserMedia) return say(isSecureContext ? "none" : "insecure");
press.on.disabled = true;
try { audio ??= new AudioContext(); } catch { /* no sound, then */ }
try {
say("asking");
stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } } });
video.srcObject = stream;
view.hidden = press.off.hidden = false;
press.on.hidden = true;
say("loading");
await Promise.all([load(), video.play()]);
press.light.hidden = !stream?.getVideoTracks()[0].getCapabilities?.().torch;
if (!stream) return;
say("looking");
look(stream);
} catch (trouble) {
const known = TROUBLES[trouble.name];
stop();
say(known || "broken");
} finally { press.on.disabled = false; }
};
press.on.addEventListener("click", start);
press.off.addEventListener("click", () => { stop(); says.hidden = true; press.on.focus(); });
press.light.addEventListener("click", async () => {
const lit = press.light.getAttribute("aria-pressed") !== "true";
await stream?.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: lit }] }).catch(() => { press.light.hidden = true; });
press.light.setAttribute("aria-pressed", lit);
});
photo.addEventListener("change", async () => {
const [file] = photo.files;
if (!file) return;
stop();
near();
say("reading");
const picture = await createImageBitmap(file).catch(() => null);
if (!picture) return say("image");
try {
await load();
const number = await read(picture, LARGEST_PHOTO) || await read(picture, WIDEST);
if (number) take(number); else say("nothing");
} catch { say("broken"); } finally { photo.value = ""; }
});
addEventListener("pagehide", stop);
addEventListener("pageshow", ({ persisted }) => { if (persisted) { sent = false; says.hidden = true; } });
eye.hidden = false;
if (!isSecureContext) say("insecure");
else navigator.permissions?.query({ name: "camera" }).then(({ state }) => { if (state === "granted") start(); }, () => {});
})();
