// Makes a part of the page what another one is, and leaves alone what is the same in both: whoever types, has the focus
// or has scrolled somewhere keeps all of it, and no frame loads again because something near it changed.

// What scripts of ours have set since the server drew the page is theirs.
const OURS = new Set(["style", "role", "tabindex", "hidden", "open", "aria-expanded", "aria-owns", "aria-busy"]);

/** Make `old` like `next`, an element of another document. Returns the frames that show something else now. */
export function morph(old, next) {
  const renewed = [];
  become(old, next, renewed);
  return renewed;
}

function become(old, next, renewed) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== next.data) old.data = next.data;
    return;
  }
  const before = old.dataset.digest;
  dress(old, next);
  if (old.localName === "iframe") {
    if (before !== old.dataset.digest) renewed.push(old);
  } else if (old.localName === "select") {
    fill(old, next, renewed);
    old.value = next.value;
  } else {
    fill(old, next, renewed);
  }
}

function dress(old, next) {
  for (const { name } of [...old.attributes]) {
    if (!OURS.has(name) && !next.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (!OURS.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.type === "checkbox" && old.name) old.checked = next.hasAttribute("checked");
}

// Children are told apart by id, and those without one by their place among their like. What stays does not move, for
// a frame that moves loads again.
function fill(old, next, renewed) {
  const kept = new Map();
  for (const child of old.childNodes) kept.set(keyOf(child, kept), child);
  const wanted = new Map();
  for (const child of next.childNodes) wanted.set(keyOf(child, wanted), child);
  for (const [key, child] of kept) if (!wanted.has(key)) child.remove();
  let place = old.firstChild;
  for (const [key, child] of wanted) {
    const known = kept.get(key);
    if (!known) {
      const added = document.importNode(child, true);
      old.insertBefore(added, place);
      renewed.push(...(added.querySelectorAll?.("iframe[data-digest]") ?? []));
      continue;
    }
    if (known !== place) old.insertBefore(known, place);
    else place = place.nextSibling;
    become(known, child, renewed);
  }
}

// A frame is known by what it shows: another address in the same frame would be one more step for the Back button.
function keyOf(node, taken) {
  const name = node.nodeType === Node.ELEMENT_NODE ? node.localName : "#text";
  const key = node.id ? `${name}#${node.id}` : name === "iframe" ? `iframe ${node.getAttribute("src")}` : name;
  let number = 0;
  while (taken.has(`${key} ${number}`)) number += 1;
  return `${key} ${number}`;
}
