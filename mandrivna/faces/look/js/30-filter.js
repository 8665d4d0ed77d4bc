// A field that filters the list it names while one types; without it the form asks the server the same.
for (const field of document.querySelectorAll("[data-filters]")) {
  const list = document.getElementById(field.dataset.filters);
  const none = document.querySelector("[data-none]");
  const plain = (text) => text.toLowerCase().replace(/[’‘ʼ`´]/g, "'").replaceAll("ґ", "г");
  for (const button of field.form?.querySelectorAll("button") ?? []) button.hidden = true;
  field.addEventListener("input", () => {
    const wanted = plain(field.value.trim());
    let shown = 0;
    for (const group of list.querySelectorAll("section")) {
      let inside = 0;
      for (const one of group.querySelectorAll("li")) inside += !(one.hidden = !plain(one.textContent).includes(wanted));
      group.hidden = !inside;
      shown += inside;
    }
    if (none) none.hidden = shown > 0;
  });
}
