"use strict";
// What this adds to the page: filters, keys, opening what a link leads to, and opening everything for print.
// It reads texts and never writes them as markup.
(() => {
  const byId = (id) => document.getElementById(id);
  const cards = [...document.querySelectorAll("details.change")];
  const filters = byId("filters");
  const help = byId("keys");

  // ---------------------------------------------------------------- filters

  const texts = new Map();
  const textOf = (card) => {
    if (!texts.has(card)) texts.set(card, card.textContent.toLowerCase());
    return texts.get(card);
  };

  const choices = () => ({
    words: byId("f-text").value.toLowerCase().split(/\s+/).filter(Boolean),
    mend: byId("f-mend").value,
    level: byId("f-level").value,
    service: byId("f-service").value,
  });

  const fits = (card, wanted) =>
    ["mend", "level", "service"].every((key) => !wanted[key] || card.dataset[key] === wanted[key]) &&
    wanted.words.every((word) => textOf(card).includes(word));

  const filter = () => {
    const wanted = choices();
    let shown = 0;
    for (const card of cards) {
      card.hidden = !fits(card, wanted);
      shown += card.hidden ? 0 : 1;
    }
    byId("f-count").value = `${shown} of ${cards.length} changes`;
  };

  const reset = () => {
    for (const id of ["f-text", "f-mend", "f-level", "f-service"]) byId(id).value = "";
    filter();
  };

  const openAll = () => {
    const visible = cards.filter((card) => !card.hidden);
    const open = visible.some((card) => !card.open);
    for (const card of visible) card.open = open;
    label();
  };

  const label = () => {
    const folded = cards.some((card) => !card.hidden && !card.open);
    byId("f-open").textContent = folded ? "Open all" : "Fold all";
  };

  if (filters) {
    filters.hidden = false;
    for (const id of ["f-text", "f-mend", "f-level", "f-service"]) {
      byId(id).addEventListener("input", () => { filter(); label(); });
    }
    byId("f-reset").addEventListener("click", () => { reset(); label(); });
    byId("f-open").addEventListener("click", openAll);
    byId("f-keys").addEventListener("click", () => help.showModal());
    filter();
    // what is scrolled to must not end up below the filters
    const room = () => {
      const sticks = getComputedStyle(filters).position === "sticky";
      document.documentElement.style.scrollPaddingTop = sticks ? `${filters.offsetHeight + 8}px` : "";
    };
    new ResizeObserver(room).observe(filters);
    room();
  }
  byId("keys-close").addEventListener("click", () => help.close());

  // ---------------------------------------------------------------- keys

  const current = () => document.activeElement.closest("details.change");

  const go = (step) => {
    const visible = cards.filter((card) => !card.hidden);
    if (!visible.length) return;
    const at = visible.indexOf(current());
    const next = at < 0 ? (step > 0 ? 0 : visible.length - 1) : at + step;
    const card = visible[Math.min(Math.max(next, 0), visible.length - 1)];
    card.firstElementChild.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  };

  const fold = () => {
    const card = current();
    if (!card) return;
    card.open = !card.open;
    card.firstElementChild.focus();
    label();
  };

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    o: fold,
    "/": () => filters && byId("f-text").focus(),
    "?": () => (help.open ? help.close() : help.showModal()),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    if (typing && event.key === "Escape") typing.blur();
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
    if (!act || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (help.open && event.key !== "?") return;
    event.preventDefault();
    act();
  });

  // ---------------------------------------------------------------- links and print

  const openTarget = () => {
    const target = location.hash ? byId(location.hash.slice(1)) : null;
    if (!target) return;
    if (target.hidden) reset();
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    if (target.tagName === "DETAILS") target.firstElementChild.focus({ preventScroll: true });
    target.scrollIntoView({ block: "start" });
    if (filters) label();
  };
  addEventListener("hashchange", openTarget);
  openTarget();

  // a link that was followed before changes no hash
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#c-']");
    if (!link || link.getAttribute("href") !== location.hash) return;
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    openTarget();
  });

  // where the picture has no room, the same stands there as text
  const picture = document.querySelector(".picture");
  const instead = () => {
    if (!picture.clientWidth || picture.scrollWidth > picture.clientWidth) byId("chain-text").open = true;
  };
  if (picture) {
    addEventListener("resize", instead);
    instead();
  }

  // on paper everything is open but what takes pages: generated code, the pages of rules, the chain as text
  const long = ".file, .rule details, #chain-text";
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")].filter((details) => !details.matches(long));
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });
})();
