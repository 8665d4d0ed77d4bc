// The counter at the door: a tap is written down on this phone first and sent when it can be. Each has an identity of its own, so
// what was sent twice counts once; nothing is lost when the network, the page or the browser goes.
const door = document.querySelector("form[data-door]");
if (door) {
  const key = `door:${door.dataset.door}`;
  const say = (name) => door.dataset[name];
  const state = document.getElementById("door-state");
  const said = document.getElementById("door-said");
  const undo = door.querySelector("button[data-undo]");
  const total = document.getElementById("door-total");
  const shown = JSON.parse(document.getElementById("door-today").textContent);
  // The page itself may be an old one, kept for the time without a network: then what the library said last stands.
  try {
    const last = JSON.parse(localStorage.getItem(`${key}:said`) ?? "{}");
    const day = new Date().toDateString();
    if (last.at > Number(door.dataset.at) && last.day === day) replace(last.today);
    else if (new Date(Number(door.dataset.at)).toDateString() !== day) replace({});
  } catch { /* nothing was said yet */ }
  let token = door.querySelector("input[name=csrfmiddlewaretoken]").value;
  let taken = [];
  let timer = null;
  let away = "";
  function replace(sums) {
    for (const name of Object.keys(shown)) delete shown[name];
    Object.assign(shown, sums);
  }
  const read = () => { try { return JSON.parse(localStorage.getItem(key) ?? "[]"); } catch { return []; } };
  const write = (taps) => { try { localStorage.setItem(key, JSON.stringify(taps)); } catch { away = "full"; } };
  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  };
  const draw = () => {
    const waiting = read();
    const sums = { ...shown };
    for (const tap of waiting) sums[tap.audience] = (sums[tap.audience] ?? 0) + tap.number;
    for (const place of door.querySelectorAll("[data-count]")) place.textContent = Math.max(sums[place.dataset.count] ?? 0, 0);
    total.textContent = Math.max(Object.values(sums).reduce((sum, one) => sum + one, 0), 0);
    const many = waiting.reduce((sum, tap) => sum + Math.abs(tap.number), 0);
    state.textContent = many ? `${say(away || (navigator.onLine ? "sending" : "offline"))} ${many}` : say("sent");
    undo.disabled = !taken.length;
  };
  const tap = (audience, number) => {
    const taps = read();
    const last = taps.at(-1);
    if (last && !last.tried && last.audience === audience && Date.now() - Date.parse(last.at) < 60000) {
      last.number += number;
      if (!last.number) taps.pop();
    } else taps.push({ uid: uuid(), at: new Date().toISOString(), audience, number });
    write(taps);
    navigator.vibrate?.(15);
    draw();
    clearTimeout(timer);
    timer = setTimeout(send, 1500);
  };
  const renew = async () => {
    const page = await fetch(location.pathname, { headers: { "X-Fresh": "1" } });
    const found = (await page.text()).match(/name="csrfmiddlewaretoken" value="([^"]+)"/);
    if (page.redirected || !found) return false;
    token = found[1];
    return true;
  };
  const post = (taps) => fetch(door.dataset.send, {
    method: "POST", keepalive: true, redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body: JSON.stringify({ taps }),
  });
  const deliver = async () => {
    const taps = read().slice(0, 50);
    if (!taps.length || !navigator.onLine) return;
    write(read().map((one) => (taps.some((sent) => sent.uid === one.uid) ? { ...one, tried: true } : one)));
    let answer = await post(taps);
    if (answer.status === 403 && await renew()) answer = await post(taps);
    if (answer.type === "opaqueredirect" || answer.status === 403) { away = "signin"; return; }
    if (!answer.ok) throw new Error(answer.status);
    const { done, today, at } = await answer.json();
    write(read().filter((one) => !done.includes(one.uid)));
    replace(today);
    localStorage.setItem(`${key}:said`, JSON.stringify({ at, today, day: new Date().toDateString() }));
    away = "";
  };
  const send = async () => {
    try {
      if (navigator.locks) await navigator.locks.request(key, deliver);
      else await deliver();
    } catch { away = navigator.onLine ? "broken" : "offline"; }
    draw();
    if (!away && read().length) timer = setTimeout(send, 500);
  };
  door.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.dataset.undo !== undefined) {
      const audience = taken.pop();
      if (audience === undefined) return;
      tap(audience, -1);
      said.textContent = say("undone");
      return;
    }
    const audience = event.submitter?.value ?? "general";
    taken = [...taken, audience].slice(-30);
    tap(audience, 1);
    said.textContent = `${event.submitter.dataset.name}: +1`;
  });
  addEventListener("online", send);
  addEventListener("offline", draw);
  addEventListener("storage", draw);
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); else draw(); });
  setInterval(send, 30000);
  undo.type = "submit";
  if (navigator.serviceWorker) navigator.serviceWorker.register(door.dataset.worker, { scope: door.dataset.scope }).catch(() => {});
  draw();
  send();
}
