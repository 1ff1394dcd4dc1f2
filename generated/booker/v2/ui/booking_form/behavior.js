export default function (element, { visit, announce }) {
  const button = element.querySelector("#booking-form-submit");
  const label = button.textContent;
  const fields = [...element.querySelectorAll("[aria-invalid]")].map((field) => {
    const error = element.querySelector("#" + field.id + "-error");
    const words = error.querySelector("span");
    return {
      field,
      error,
      words,
      changed: false,
      before: { invalid: field.getAttribute("aria-invalid"), hidden: error.hidden, words: words.textContent },
    };
  });
  let busy = false;
  let pressing = false;

  const entryOf = (target) => fields.find((entry) => entry.field === target);

  const check = (entry) => {
    const code = problem(entry.field);
    const words = code ? entry.error.getAttribute("data-" + code) : "";
    entry.field.setAttribute("aria-invalid", code ? "true" : "false");
    entry.words.textContent = words;
    entry.error.hidden = !code;
    return words;
  };

  const onInput = (event) => {
    const entry = entryOf(event.target);
    if (!entry) return;
    entry.changed = true;
    if (entry.field.getAttribute("aria-invalid") === "true" && !problem(entry.field)) check(entry);
  };

  const onLeave = (event) => {
    const entry = entryOf(event.target);
    if (!entry || !entry.changed || pressing) return;
    entry.changed = false;
    const told = entry.words.textContent;
    const words = check(entry);
    if (words && words !== told) announce(words);
  };

  /* What would move the button away from below the pointer waits until it is pressed. */
  const onPointer = (event) => {
    pressing = button.contains(event.target);
  };

  const onKey = () => {
    pressing = false;
  };

  const rest = () => {
    busy = false;
    button.removeAttribute("aria-disabled");
    button.textContent = label;
  };

  /* A page that was left draws no frames: the first one after a gap means that it has come back. */
  const watch = (since, last) =>
    requestAnimationFrame((now) => {
      if (!busy) return;
      if (now - last > 1000 || now - since > 20000) rest();
      else watch(since, now);
    });

  const onSubmit = (event) => {
    pressing = false;
    if (busy) {
      event.preventDefault();
      return;
    }
    const wrong = fields.filter((entry) => check(entry));
    const first = wrong.find(() => true);
    if (first) {
      event.preventDefault();
      first.field.focus();
      announce(element.getAttribute("data-problems-" + wrong.length));
      return;
    }
    busy = true;
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.busy;
    requestAnimationFrame((now) => watch(now, now));
  };

  element.addEventListener("input", onInput);
  element.addEventListener("focusout", onLeave);
  element.addEventListener("pointerdown", onPointer);
  element.addEventListener("keydown", onKey);
  element.addEventListener("submit", onSubmit);

  return () => {
    element.removeEventListener("input", onInput);
    element.removeEventListener("focusout", onLeave);
    element.removeEventListener("pointerdown", onPointer);
    element.removeEventListener("keydown", onKey);
    element.removeEventListener("submit", onSubmit);
    rest();
    for (const { field, error, words, before } of fields) {
      field.setAttribute("aria-invalid", before.invalid);
      error.hidden = before.hidden;
      words.textContent = before.words;
    }
  };
}

const limits = new Map([
  ["name", 200],
  ["email", 254],
  ["notes", 4000],
]);

const wellFormed = (address) => {
  const [local, domain, ...more] = address.split("@");
  if (!local || !domain || more.length || /[\s\p{Cc}]/u.test(address)) return false;
  return domain.slice(1, -1).includes(".");
};

const problem = (field) => {
  const text = field.value.trim();
  if (field.validity.badInput) return "malformed";
  if (!text) return field.required ? "missing" : "";
  if (field.name === "party") {
    if (!/^[0-9]+$/.test(text)) return "malformed";
    return Number(text) < 1 || Number(text) > Number(field.max) ? "out-of-range" : "";
  }
  if ([...text].length > limits.get(field.name)) return "too-long";
  return field.name === "email" && !wellFormed(text) ? "malformed" : "";
};
