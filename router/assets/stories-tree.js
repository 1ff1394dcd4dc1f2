// The tree of components and states: the keys of the APG's navigation treeview, and a search that leaves what fits.
// Without this file it is a list of links.

const box = () => document.getElementById("search");
let current; // the link that Tab leads to
let sought = false; // whether something is being searched for

/** Give the tree its keys, and the search its work. Called again after each change of the page. */
export function grow() {
  for (const list of document.querySelectorAll("ul[data-tree]")) {
    list.setAttribute("role", "tree");
    for (const item of list.querySelectorAll("li")) item.setAttribute("role", "none");
    for (const inner of list.querySelectorAll("ul")) inner.setAttribute("role", "group");
    for (const link of list.querySelectorAll("a")) link.setAttribute("role", "treeitem");
  }
  for (const link of links()) {
    const inner = group(link);
    if (inner) link.setAttribute("aria-expanded", String(!inner.hidden));
  }
  sift();
}

/** Show where the page is: the component of the address is open, and its link is the one that Tab leads to. */
export function reveal() {
  const here = document.querySelector('#tree ul a[aria-current="page"]');
  if (here) {
    const inner = here.closest("ul[role=group]");
    if (inner) open(inner.previousElementSibling, true);
    else open(here, true);
    if (!document.getElementById("tree").contains(document.activeElement)) rest(here);
    here.scrollIntoView({ block: "nearest" });
  }
  if (!current?.isConnected || !visible().includes(current)) rest(visible()[0]);
}

function links() {
  return Array.from(document.querySelectorAll("#tree ul a"));
}

function visible() {
  return links().filter((link) => link.checkVisibility());
}

function group(link) {
  return link.nextElementSibling?.localName === "ul" ? link.nextElementSibling : undefined;
}

function open(link, wanted) {
  const inner = group(link);
  if (!inner) return;
  inner.hidden = !wanted;
  link.setAttribute("aria-expanded", String(wanted));
}

function rest(link) {
  for (const each of links()) each.tabIndex = each === link ? 0 : -1;
  current = link;
}

function go(link) {
  if (!link) return;
  rest(link);
  link.focus();
  link.scrollIntoView({ block: "nearest" });
}

function onKey(event) {
  const link = event.target.closest?.("#tree ul a");
  if (!link || event.ctrlKey || event.altKey || event.metaKey) return;
  const all = visible();
  const place = all.indexOf(link);
  const inner = group(link);
  const outer = link.closest("ul[role=group]")?.previousElementSibling;
  const actions = {
    ArrowDown: () => go(all[place + 1]),
    ArrowUp: () => (place ? go(all[place - 1]) : box().focus()),
    ArrowRight: () => (inner && !inner.hidden ? go(all[place + 1]) : open(link, true)),
    ArrowLeft: () => (inner && !inner.hidden ? open(link, false) : go(outer)),
    Home: () => go(all[0]),
    End: () => go(all.at(-1)),
    " ": () => link.click(),
  };
  if (!actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
}

// What fits stays: each word stands in the name, the component's name or the summary.
function sift() {
  const words = box().value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  if (sought && !words.length) {
    // What the search has opened closes again.
    for (const link of links()) open(link, Boolean(group(link)?.querySelector('[aria-current="page"]')));
  }
  sought = words.length > 0;
  for (const shelf of document.querySelectorAll(".shelf")) {
    for (const item of shelf.querySelectorAll("ul[data-tree] > li")) {
      const [link, ...states] = item.querySelectorAll("a");
      const fits = (text) => words.every((word) => text.includes(word));
      const title = `${link.firstChild.data} ${shelf.id}`.toLowerCase().replaceAll("_", " ") + ` ${link.firstChild.data}`;
      const whole = fits(title);
      const fitting = states.filter((state) => fits(`${title} ${state.textContent} ${state.dataset.words}`.toLowerCase()));
      for (const state of states) state.parentElement.hidden = words.length > 0 && !whole && !fitting.includes(state);
      item.hidden = words.length > 0 && !whole && !fitting.length;
      found += words.length && !item.hidden ? (whole ? states.length : fitting.length) : 0;
      if (words.length && !whole) open(link, fitting.length > 0);
    }
    shelf.hidden = words.length > 0 && !shelf.querySelector("ul[data-tree] > li:not([hidden])");
  }
  document.getElementById("found").textContent = words.length ? (found === 1 ? "1 state" : `${found || "No"} states`) : "";
  if (!current || !visible().includes(current)) rest(visible()[0]);
}

function onSearchKey(event) {
  if (event.key === "ArrowDown" || (event.key === "Enter" && box().value)) {
    event.preventDefault();
    const first = visible().find((link) => !group(link)) ?? visible()[0];
    if (event.key === "Enter") first?.click();
    else go(box().value ? visible()[0] : current);
  } else if (event.key === "Escape") {
    event.preventDefault();
    if (box().value) {
      box().value = "";
      sift();
      reveal();
    } else go(current);
  }
}

const SLASH = "lockstep-stories-slash";

/** Listen; once for as long as the page lives. */
export function listen() {
  document.getElementById("find").hidden = false;
  const slash = document.getElementById("slash");
  slash.checked = localStorage.getItem(SLASH) !== "off";
  slash.addEventListener("change", () => localStorage.setItem(SLASH, slash.checked ? "on" : "off"));
  document.getElementById("tree").addEventListener("keydown", onKey);
  document.getElementById("tree").addEventListener("focusin", (event) => event.target.matches("ul a") && rest(event.target));
  box().addEventListener("keydown", onSearchKey);
  box().addEventListener("input", sift);
  addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input:not([type=checkbox], [type=range]), select, textarea, [contenteditable]");
    if (event.key !== "/" || writing || !slash.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    document.documentElement.classList.add("browsing");
    box().focus();
    box().select();
  });
}
