"use strict";
// The page works without this: with it, what the bot says comes by itself, and nothing is loaded anew.
(() => {
  const thread = document.getElementById("thread");
  const keys = document.getElementById("keys");
  let count = Number(thread.dataset.count);
  const show = (news) => {
    if (!count && news.items.length) thread.replaceChildren();
    const fresh = news.items.slice(count - news.from); // both ways of hearing may bring the same message
    for (const html of fresh) thread.insertAdjacentHTML("beforeend", html);
    count += fresh.length;
    if (fresh.length) thread.lastElementChild.scrollIntoView({ block: "nearest" });
    keys.innerHTML = news.keys;
  };
  let asking = Promise.resolve();
  const once = (work) => (asking = asking.then(work, work));
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const body = new URLSearchParams(new FormData(form));
    if (event.submitter && event.submitter.name) body.set(event.submitter.name, event.submitter.value);
    if (form.id === "write") form.reset();
    once(async () => {
      body.set("after", count);
      const answer = await fetch("/say", { method: "POST", body, headers: { "X-Script": "1" } });
      show(await answer.json());
    });
  });
  const listen = async () => {
    for (;;) {
      try {
        const answer = await fetch(`/news?after=${count}`);
        const news = await answer.json();
        await once(() => show(news));
      } catch {
        await new Promise((done) => setTimeout(done, 2000));
      }
    }
  };
  const last = thread.lastElementChild;
  if (last) last.scrollIntoView({ block: "nearest" });
  listen();
})();
