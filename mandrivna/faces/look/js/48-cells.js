// A table of ticks: arrows go from cell to cell. Without a script the tabulator does.
for (const table of document.querySelectorAll("table[data-cells]"))
  table.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const cell = event.target.closest("td");
    if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey || event.target.type !== "checkbox") return;
    const row = table.rows[cell.parentElement.rowIndex + step[0]];
    const next = row && row.cells[cell.cellIndex + step[1]]?.querySelector("input, select");
    if (next) { event.preventDefault(); next.focus(); next.scrollIntoView({ block: "nearest", inline: "nearest" }); }
  });
