export default function (element, { visit, announce }) {
  const days = Array.from(element.querySelectorAll("[data-date]"));
  const byDate = new Map(days.map((day) => [day.dataset.date, day]));
  const previous = element.querySelector("#month-calendar-previous");
  const next = element.querySelector("#month-calendar-next");
  const rightToLeft = element.dataset.direction === "rtl";

  const chosen = days.find((day) => day.closest("[aria-selected='true']"));
  const today = days.find((day) => day.getAttribute("aria-current") === "date");
  const free = days.find((day) => day.dataset.state === "free");
  const focused = days.find((day) => day === document.activeElement);

  const settle = (stop) => {
    days.forEach((day) => {
      day.setAttribute("tabindex", day === stop ? "0" : "-1");
    });
  };

  const go = (from, wanted) => {
    if (wanted === from) {
      return;
    }
    const day = byDate.get(wanted);
    if (day) {
      settle(day);
      day.focus();
      return;
    }
    const link = wanted > from ? next : previous;
    if (link) {
      const url = new URL(link.href);
      visit(url.pathname + url.search + "#month-calendar-" + wanted);
    }
  };

  const onKey = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    const day = event.target.closest("[data-date]");
    if (!day || !byDate.has(day.dataset.date)) {
      return;
    }
    if (event.key === " ") {
      event.preventDefault();
      if (day.hasAttribute("href")) {
        day.click();
      }
      return;
    }
    const wanted = target(day, event.key, rightToLeft);
    if (wanted !== "") {
      event.preventDefault();
      go(day.dataset.date, wanted);
    }
  };

  const onFocus = (event) => {
    const day = event.target.closest("[data-date]");
    if (day && byDate.has(day.dataset.date)) {
      settle(day);
    }
  };

  const first = focused || chosen || today || free || days.at(0);
  if (first) {
    settle(first);
  }
  element.addEventListener("keydown", onKey);
  element.addEventListener("focusin", onFocus);

  const timer = setTimeout(() => {
    const active = document.activeElement;
    if (active && (active === previous || active === next)) {
      announce(element.querySelector("#month-calendar-title").textContent.trim());
    }
  }, 0);

  return () => {
    clearTimeout(timer);
    element.removeEventListener("keydown", onKey);
    element.removeEventListener("focusin", onFocus);
    days.forEach((day) => {
      if (day.hasAttribute("href")) {
        day.removeAttribute("tabindex");
      } else {
        day.setAttribute("tabindex", "-1");
      }
    });
  };
}

function target(day, key, rightToLeft) {
  const date = day.dataset.date;
  const column = day.closest("td").cellIndex;
  switch (key) {
    case "ArrowLeft":
      return moved(date, rightToLeft ? 1 : -1);
    case "ArrowRight":
      return moved(date, rightToLeft ? -1 : 1);
    case "ArrowUp":
      return moved(date, -7);
    case "ArrowDown":
      return moved(date, 7);
    case "Home":
      return moved(date, -column);
    case "End":
      return moved(date, 6 - column);
    case "PageUp":
      return monthMoved(date, -1);
    case "PageDown":
      return monthMoved(date, 1);
    default:
      return "";
  }
}

function moved(date, count) {
  const [year, month, day] = date.split("-").map(Number);
  return written(new Date(Date.UTC(year, month - 1, day + count)));
}

function monthMoved(date, count) {
  const [year, month, day] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return written(new Date(Date.UTC(year, month - 1 + count, Math.min(day, last))));
}

function written(date) {
  return date.toISOString().slice(0, 10);
}
