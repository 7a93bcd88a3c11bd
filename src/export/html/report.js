
"use strict";
(() => {
  const words = document.body.dataset;
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const make = (name, set, ...inside) => {
    const element = Object.assign(document.createElement(name), set);
    element.append(...inside);
    return element;
  };

  // What a cell is put in order by: its exact number, or what it shows.
  const value = (row, column, numeric) => {
    const cell = row.cells[column];
    const text = cell ? cell.textContent.trim() : "";
    if (!numeric || text === "") return text;
    return cell.dataset.v !== undefined ? +cell.dataset.v : parseFloat(text.replace(/,/g, "")) / (text.endsWith("%") ? 100 : 1);
  };

  const tableOf = (table) => {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    if (rows.length < 2) return;
    const most = +table.dataset.print || Infinity;
    const texts = new Map();
    const text = (row) => {
      if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
      return texts.get(row);
    };
    const choices = [];
    const count = make("span", {});
    const search = make("input", { type: "search", placeholder: words.filter, ariaLabel: words.filter });

    // Rows that are asked for stay; of those, the first are printed.
    const filter = () => {
      const asked = search.value.trim().toLowerCase();
      let shown = 0;
      for (const row of body.rows) {
        const fits = (!asked || text(row).includes(asked)) &&
          choices.every(([column, box]) => !box.value || (row.cells[column] && row.cells[column].textContent === box.value));
        row.hidden = !fits;
        if (fits) shown += 1;
        row.classList.toggle("np", shown > most);
      }
      count.textContent = shown === rows.length ? "" : words.of.replace("{}", shown.toLocaleString("en")).replace("{}", rows.length.toLocaleString("en"));
    };

    const sort = (column, head) => {
      const numeric = head.classList.contains("n");
      const before = head.getAttribute("aria-sort");
      const next = before === null ? (numeric ? "descending" : "ascending") : before === (numeric ? "descending" : "ascending") ? (numeric ? "ascending" : "descending") : null;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      const sorted = [...rows];
      if (next) {
        head.setAttribute("aria-sort", next);
        const sign = next === "ascending" ? 1 : -1;
        const keys = new Map(rows.map((row) => [row, value(row, column, numeric)]));
        sorted.sort((a, b) => {
          const [x, y] = [keys.get(a), keys.get(b)];
          if (x === "" || y === "") return (x === "") - (y === "");
          return sign * (numeric ? x - y : order.compare(x, y));
        });
      }
      body.append(...sorted);
      filter();
    };

    heads.forEach((head, column) => {
      const button = make("button", { type: "button" }, ...head.childNodes);
      button.addEventListener("click", () => sort(column, head));
      head.append(button);
    });
    if (rows.length < 6) return;
    heads.forEach((head, column) => {
      if (choices.length === 5 || head.classList.contains("n")) return;
      const seen = new Map();
      for (const row of rows) {
        const shown = row.cells[column] ? row.cells[column].textContent : "";
        seen.set(shown, (seen.get(shown) || 0) + 1);
        if (seen.size > 15) return;
      }
      seen.delete("");
      if (seen.size < 2 || (seen.size > 3 && seen.size * 2 > rows.length)) return;
      const box = make("select", { ariaLabel: head.textContent }, make("option", { value: "" }, `${head.textContent}: ${words.all}`));
      [...seen.keys()].forEach((shown) => box.append(make("option", { value: shown }, `${shown} (${seen.get(shown)})`)));
      box.addEventListener("change", filter);
      choices.push([column, box]);
    });
    search.addEventListener("input", filter);
    table.closest(".scroll").before(make("div", { className: "tools" }, search, ...choices.map(([, box]) => box), count));
  };
  document.querySelectorAll("table.list").forEach(tableOf);

  // What an address leads to is opened, with all that it is folded into.
  const reveal = (id) => {
    const target = id && document.getElementById(id);
    if (!target) return null;
    for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
    return target;
  };
  const go = () => {
    const target = reveal(decodeURIComponent(location.hash.slice(1)));
    if (target) target.scrollIntoView({ block: target.classList.contains("body") ? "start" : "center" });
  };
  addEventListener("hashchange", go);
  if (location.hash) go();
  document.querySelectorAll("nav a").forEach((link) => link.addEventListener("click", () => reveal(link.hash.slice(1))));

  // Why, over the list that it was asked in.
  const dialog = make("dialog", {});
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.localName === "a") dialog.close();
  });
  document.querySelectorAll("a.w").forEach((link) => link.addEventListener("click", (event) => {
    const account = document.getElementById(link.hash.slice(1));
    if (!account) return;
    event.preventDefault();
    const close = make("button", { type: "button" }, words.close);
    close.addEventListener("click", () => dialog.close());
    const [who, title, tag, ...note] = [...account.parentElement.querySelector("summary").children].map((part) => part.cloneNode(true));
    const inside = account.cloneNode(true);
    inside.removeAttribute("id");
    inside.querySelectorAll(".back").forEach((back) => back.remove());
    dialog.replaceChildren(make("div", { className: "head" }, who, title, tag, close, ...note), make("div", { className: "account" }, ...inside.childNodes));
    dialog.showModal();
  }));

  // All of it is printed, folded or not.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((details) => { details.open = false; }));
})();
