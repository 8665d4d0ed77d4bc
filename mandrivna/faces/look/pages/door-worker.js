// So that the counter at the door opens without a network. It keeps the counter's own page (a place's name and buttons, nobody's
// data) and the files it is drawn with; every other page it leaves alone.
const KEPT = "door-1";
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("door-") && name !== KEPT) await caches.delete(name);
  await clients.claim();
})()));
const store = async (request, answer) => {
  if (answer.ok && !answer.redirected) await (await caches.open(KEPT)).put(request, answer.clone());
  return answer;
};
addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (/^\/work\/counts\/door\/\d+\/$/.test(address.pathname)) {
    event.respondWith(fetch(request).then((answer) => store(request, answer)).catch(async (error) => {
      const kept = await caches.match(request, { ignoreSearch: true });
      if (kept) return kept;
      throw error;
    }));
  } else if (address.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request).then((answer) => store(request, answer))));
  }
});
