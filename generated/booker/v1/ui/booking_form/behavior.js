export default function (element, { visit, announce }) {
  const fields = Array.from(element.querySelectorAll(".input"));
  const button = element.querySelector(".booking-form-submit");
  const words = button.querySelector(".booking-form-action");
  const calm = words.textContent;
  const changed = new Set();
  let pressing = false;
  let busy = false;
  let timer = 0;

  const rest = () => {
    clearTimeout(timer);
    busy = false;
    button.removeAttribute("aria-disabled");
    words.textContent = calm;
  };

  const onInput = (event) => {
    changed.add(event.target);
  };

  const onPress = () => {
    pressing = true;
  };

  const onLeave = (event) => {
    const field = event.target;
    const toButton = pressing || event.relatedTarget === button;
    pressing = false;
    if (!toButton && changed.has(field) && fields.includes(field)) {
      changed.delete(field);
      judge(element, field);
    }
  };

  const onSubmit = (event) => {
    pressing = false;
    if (busy) {
      event.preventDefault();
      return;
    }
    const wrong = fields.filter((field) => !judge(element, field));
    if (wrong.length > 0) {
      event.preventDefault();
      wrong.at(0).focus();
      return;
    }
    busy = true;
    button.setAttribute("aria-disabled", "true");
    words.textContent = button.dataset.busy;
    announce(button.dataset.busy);
    timer = setTimeout(rest, 20000);
  };

  const onClick = (event) => {
    const link = event.target.closest(".booking-form-link");
    if (!link) {
      return;
    }
    const field = element.querySelector(link.getAttribute("href"));
    if (field) {
      event.preventDefault();
      field.focus();
    }
  };

  element.addEventListener("input", onInput);
  element.addEventListener("focusout", onLeave);
  element.addEventListener("submit", onSubmit);
  element.addEventListener("click", onClick);
  button.addEventListener("pointerdown", onPress);

  return () => {
    element.removeEventListener("input", onInput);
    element.removeEventListener("focusout", onLeave);
    element.removeEventListener("submit", onSubmit);
    element.removeEventListener("click", onClick);
    button.removeEventListener("pointerdown", onPress);
    rest();
  };
}

const emailShape = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

function judge(element, field) {
  const code = problem(field);
  const line = element.querySelector("#" + field.id + "-error");
  const text = code === "" ? "" : line.getAttribute("data-" + code) || "";
  line.querySelector(".booking-form-words").textContent = text;
  line.hidden = text === "";
  field.setAttribute("aria-invalid", text === "" ? "false" : "true");
  return text === "";
}

function problem(field) {
  const value = field.value.trim();
  const length = Array.from(value).length;
  switch (field.name) {
    case "name":
      return value === "" ? "missing" : length > 200 ? "too-long" : "";
    case "email":
      if (value === "") {
        return "missing";
      }
      return length > 254 ? "too-long" : emailShape.test(value) ? "" : "malformed";
    case "party":
      return partyProblem(field, value);
    case "notes":
      return length > 4000 ? "too-long" : "";
    default:
      return "";
  }
}

function partyProblem(field, value) {
  if (field.validity.badInput) {
    return "malformed";
  }
  if (value === "") {
    return "missing";
  }
  const seats = Number(value);
  if (!Number.isInteger(seats)) {
    return "malformed";
  }
  return seats < 1 || seats > Number(field.max) ? "out-of-range" : "";
}
