// A message with a way back becomes a toast: it waits in the corner, over whatever one does next, until it is closed.
const found = document.querySelectorAll("[data-toast]");
if (found.length) {
  const place = document.createElement("div");
  place.className = "toasts";
  for (const one of found) {
    one.className = "toast";
    const close = document.createElement("button");
    close.type = "button";
    close.className = "small-button";
    close.textContent = one.dataset.close;
    close.addEventListener("click", () => one.remove());
    one.querySelector("form").append(close);
    place.append(one);
  }
  document.body.append(place);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && place.contains(document.activeElement)) place.replaceChildren();
  });
}
