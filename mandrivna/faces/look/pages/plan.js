// The table of a plan, written in place. Arrows go from cell to cell, Enter or a letter begins to write, what was written is saved when
// one goes on. Without a script each row has a page of its own. Nothing typed is lost: what is refused stays in its cell.
const form = document.querySelector("form[data-plan-write]");
const holder = document.getElementById("plan-table");
const told = document.getElementById("plan-said");
if (form && holder) {
  const table = () => holder.querySelector("table[data-plan]");
  const cells = (row) => [...row.querySelectorAll("td[data-col]")];
  const words = (cell) => cell.querySelector(".said").innerText.replace(/\u00a0/g, " ").trimEnd();
  const say = (text) => { told.textContent = text; };
  let [open, dragged] = [null, null];

  const ask = async (url, about) => {
    const body = new URLSearchParams({
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, uid: crypto.randomUUID(), reason: form.elements.reason?.value ?? "", ...about,
    });
    try {
      const answer = await fetch(url, { method: "POST", body, headers: { "HX-Request": "true" } });
      return answer.redirected ? null : { ok: answer.ok, status: answer.status, text: await answer.text() };
    } catch { return null; }
  };

  const focus = (cell) => {
    if (!cell) return;
    table()?.querySelectorAll("td[tabindex='0']").forEach((one) => { one.tabIndex = -1; });
    cell.tabIndex = 0;
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const place = (cell) => [cell.parentElement.dataset.row, cell.dataset.col];
  const at = ([row, col]) => holder.querySelector(`tr[data-row="${row}"] td[data-col="${col}"]`);
  const beside = (cell, down, right) => {
    const row = cell.parentElement;
    if (right) return cells(row)[cells(row).indexOf(cell) + right];
    const next = down > 0 ? row.nextElementSibling : row.previousElementSibling;
    return next?.querySelector(`td[data-col="${cell.dataset.col}"]`);
  };
  const ready = () => {
    const first = holder.querySelector("td[data-col]");
    if (first && !holder.querySelector("td[tabindex='0']")) first.tabIndex = 0;
    holder.querySelectorAll("td.of-number").forEach((cell) => { cell.draggable = true; });
  };

  const refused = (text, again, back) => {
    told.innerHTML = text;
    told.querySelector("[data-take=mine]")?.addEventListener("click", again);
    told.querySelector("[data-take=theirs]")?.addEventListener("click", back);
    (told.querySelector("[data-take]") ?? told).scrollIntoView({ block: "nearest" });
  };

  const put = (html) => {
    const made = document.createElement("tbody");
    made.innerHTML = html;
    for (const row of [...made.children]) document.getElementById(row.id)?.replaceWith(row);
    ready();
  };

  const save = async (cell, text, was, version) => {
    const [row, col] = place(cell);
    const answer = await ask(form.dataset.cell.replace(form.dataset.part, row), { column: col, text, was, version });
    const now = at([row, col]) ?? cell;
    if (!answer) {
      now.classList.add("unsaved");
      now.querySelector(".said").innerText = text;
      say(form.dataset.lost);
      return;
    }
    if (answer.ok) {
      const here = document.activeElement?.closest?.("td[data-col]");
      const kept = here && !open ? place(here) : null;
      put(answer.text);
      if (kept) focus(at(kept));
      say(form.dataset.saved);
      return;
    }
    now.classList.add("unsaved");
    now.querySelector(".said").innerText = text;
    const stands = () => told.querySelector("[data-theirs]")?.innerText ?? was;
    refused(answer.text, () => save(now, text, stands(), version), () => {
      now.classList.remove("unsaved");
      now.querySelector(".said").innerText = stands();
      say("");
      focus(now);
    });
  };

  const write = (cell, begin) => {
    if (open) return;
    const [was, version] = [words(cell), cell.parentElement.dataset.version];
    const field = Object.assign(document.createElement("textarea"), { value: begin ?? was, rows: Math.max(2, was.split("\n").length) });
    field.setAttribute("aria-label", cell.dataset.label);
    open = { cell, field };
    const end = (keep) => {
      if (!open) return;
      open = null;
      field.remove();
      cell.classList.remove("open");
      if (keep && field.value.trimEnd() !== was) {
        cell.querySelector(".said").innerText = field.value;
        save(cell, field.value, was, version);
      }
    };
    cell.classList.add("open");
    cell.append(field);
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    field.addEventListener("blur", () => end(true));
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      event.stopPropagation();
      const on = { Enter: event.shiftKey || event.altKey ? null : [1, 0], Tab: [0, event.shiftKey ? -1 : 1] }[event.key];
      if (event.key === "Escape") { event.preventDefault(); end(false); focus(cell); }
      if (on) { event.preventDefault(); end(true); focus(beside(cell, ...on) ?? cell); }
    });
  };

  const act = async (about, then) => {
    const answer = await ask(form.action, about);
    if (!answer) return say(form.dataset.lost);
    if (!answer.ok) return refused(answer.text, () => {}, () => {});
    holder.innerHTML = answer.text;
    ready();
    say(form.dataset.saved);
    then?.();
  };
  const order = () => [...holder.querySelectorAll("tr[data-row]")];

  const moves = (cell, event) => {
    const row = cell.parentElement;
    const [rows, back] = [order(), place(cell)];
    const here = () => focus(at(back));
    const levels = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (levels) {
      const level = Math.max(0, Number(row.dataset.level) + levels);
      const under = rows.slice(rows.indexOf(row) + 1).find((one) => Number(one.dataset.level) <= Number(row.dataset.level));
      return act({ do: "move", row: row.dataset.row, before: under?.dataset.row ?? "", level }, here);
    }
    const [mine, number] = [Number(row.dataset.level), rows.indexOf(row)];
    const down = rows.slice(number + 1).filter((one) => Number(one.dataset.level) <= mine);
    const above = rows.slice(0, number).reverse().find((one) => Number(one.dataset.level) <= mine);
    const before = event.key === "ArrowUp" ? above : down[1];
    if (event.key === "ArrowUp" ? above : down[0]) act({ do: "move", row: row.dataset.row, before: before?.dataset.row ?? "" }, here);
  };

  holder.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td[data-col]");
    if (!cell || open || event.isComposing || event.target !== cell) return;
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const control = event.ctrlKey || event.metaKey;
    if (step && event.altKey) { event.preventDefault(); moves(cell, event); }
    else if (step && !control) { event.preventDefault(); focus(beside(cell, ...step)); }
    else if (control && event.key === "Enter") {
      event.preventDefault();
      const row = cell.parentElement;
      const known = new Set(order().map((one) => one.dataset.row));
      act({ do: "add", row: row.dataset.row, level: row.dataset.level }, () => {
        const made = order().find((one) => !known.has(one.dataset.row));
        focus(made?.querySelector(`td[data-col="${cell.dataset.col}"]`));
      });
    }
    else if (control && event.code === "KeyZ") { event.preventDefault(); const back = place(cell); act({ do: "undo" }, () => focus(at(back))); }
    else if (event.key === "Enter" || event.key === "F2") { event.preventDefault(); write(cell); }
    else if (event.key === "Delete") { event.preventDefault(); const was = words(cell); cell.querySelector(".said").innerText = ""; save(cell, "", was, cell.parentElement.dataset.version); }
    else if (event.key.length === 1 && !control && !event.altKey) { event.preventDefault(); write(cell, event.key); }
  });
  holder.addEventListener("dblclick", (event) => { const cell = event.target.closest("td[data-col]"); if (cell) write(cell); });
  holder.addEventListener("click", (event) => {
    const cell = event.target.closest("td[data-col]");
    if (cell && !open && !event.target.closest("a")) focus(cell);
  });

  /* Cells of a table copied from a document, each with its paragraphs; quoted as a spreadsheet quotes them. */
  const quoted = (said) => /[\t\n"]/.test(said) ? `"${said.replaceAll('"', '""')}"` : said;
  const tidy = (said) => said.replace(/[ \t\n\r\u00a0]+/g, " ").trim();
  const cellText = (cell) => {
    const parts = [...cell.querySelectorAll("p, li, div")].filter((one) => !one.querySelector("p, li, div"));
    return (parts.length ? parts : [cell]).flatMap((one) => {
      const copy = one.cloneNode(true);
      copy.querySelectorAll("br").forEach((line) => line.replaceWith("\u2028"));
      return copy.textContent.split("\u2028").map(tidy);
    }).filter(Boolean).join("\n");
  };
  const tableText = (html) => {
    const found = /<t[rd]/i.test(html) ? new DOMParser().parseFromString(html, "text/html").querySelector("table") : null;
    if (!found) return "";
    const lines = [...found.rows].map(() => []);
    [...found.rows].forEach((row, at) => [...row.cells].forEach((cell) => {
      let column = 0;
      while (lines[at][column] !== undefined) column += 1;
      for (let down = 0; down < Math.min(cell.rowSpan || 1, lines.length - at); down += 1)
        for (let right = 0; right < cell.colSpan; right += 1) lines[at + down][column + right] = down || right ? "" : cellText(cell);
    }));
    return lines.map((line) => Array.from(line, (said) => quoted(said ?? "")).join("\t")).join("\n");
  };
  holder.addEventListener("paste", (event) => {
    const cell = event.target.closest("td[data-col]");
    const text = tableText(event.clipboardData?.getData("text/html") ?? "") || (event.clipboardData?.getData("text/plain") ?? "");
    if (!cell || open || !text.trim()) return;
    event.preventDefault();
    const rows = order();
    const versions = Object.fromEntries(rows.slice(rows.indexOf(cell.parentElement)).map((one) => [one.dataset.row, Number(one.dataset.version)]));
    const back = place(cell);
    act({ do: "paste", row: back[0], column: back[1], table: text, versions: JSON.stringify(versions) }, () => focus(at(back)));
  });
  document.addEventListener("copy", (event) => {
    const cell = document.activeElement?.closest?.("td[data-col]");
    if (!cell || open || String(getSelection())) return;
    event.clipboardData.setData("text/plain", words(cell));
    event.preventDefault();
  });

  holder.addEventListener("dragstart", (event) => { dragged = event.target.closest("tr[data-row]"); event.dataTransfer.effectAllowed = "move"; });
  holder.addEventListener("dragover", (event) => { if (dragged && event.target.closest("tr[data-row]")) event.preventDefault(); });
  holder.addEventListener("drop", (event) => {
    const onto = event.target.closest("tr[data-row]");
    if (!dragged || !onto || onto === dragged) return;
    event.preventDefault();
    act({ do: "move", row: dragged.dataset.row, before: onto.dataset.row });
    dragged = null;
  });
  ready();
}
