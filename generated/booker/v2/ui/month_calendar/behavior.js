export default function (element, { visit, announce }) {
  const grid = element.querySelector(".month-calendar-grid");
  const title = element.querySelector("#month-calendar-title");
  const keys = element.querySelector("#month-calendar-keys");
  const previous = element.querySelector("#month-calendar-previous");
  const next = element.querySelector("#month-calendar-next");
  const days = [...element.querySelectorAll("[data-date]")];
  const mirrored = element.dataset.direction === "rtl";

  const dayOf = (target) => days.find((day) => day === target || day.contains(target));

  const makeStop = (stop) => {
    for (const day of days) day.tabIndex = day === stop ? 0 : -1;
  };

  const go = (from, date) => {
    const day = days.find((other) => other.dataset.date === date);
    if (day) {
      day.focus();
      return;
    }
    const link = date > from ? next : previous;
    if (link) visit(link.getAttribute("href").split("#").shift() + "#month-calendar-" + date);
  };

  const onKey = (event) => {
    const day = dayOf(event.target);
    if (!day || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const date = day.dataset.date;
    const column = day.parentElement.cellIndex;
    let wanted;
    if (event.key === "ArrowLeft") wanted = plusDays(date, mirrored ? 1 : -1);
    else if (event.key === "ArrowRight") wanted = plusDays(date, mirrored ? -1 : 1);
    else if (event.key === "ArrowUp") wanted = plusDays(date, -7);
    else if (event.key === "ArrowDown") wanted = plusDays(date, 7);
    else if (event.key === "Home") wanted = plusDays(date, -column);
    else if (event.key === "End") wanted = plusDays(date, 6 - column);
    else if (event.key === "PageUp") wanted = plusMonth(date, -1);
    else if (event.key === "PageDown") wanted = plusMonth(date, 1);
    else if (event.key === " ") {
      event.preventDefault();
      if (day.hasAttribute("href") && !event.repeat) day.click();
      return;
    } else return;
    event.preventDefault();
    if (wanted !== date) go(date, wanted);
  };

  const onFocus = (event) => {
    const day = dayOf(event.target);
    if (day) makeStop(day);
  };

  makeStop(
    dayOf(document.activeElement) ||
      element.querySelector("[aria-selected='true'] > [data-date]") ||
      element.querySelector("[data-date][aria-current='date']") ||
      element.querySelector("[data-state='free']") ||
      days.find(() => true)
  );
  keys.hidden = false;
  grid.setAttribute("aria-describedby", keys.id);
  grid.addEventListener("keydown", onKey);
  grid.addEventListener("focusin", onFocus);
  if (document.activeElement && (document.activeElement === previous || document.activeElement === next)) {
    announce(title.textContent.trim());
  }

  return () => {
    grid.removeEventListener("keydown", onKey);
    grid.removeEventListener("focusin", onFocus);
    grid.removeAttribute("aria-describedby");
    keys.hidden = true;
    for (const day of days) {
      if (day.hasAttribute("href")) day.removeAttribute("tabindex");
      else day.tabIndex = -1;
    }
  };
}

const monthLength = (year, month) => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};

const written = (year, month, day) =>
  [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");

const nextMonth = (year, month, count) => {
  if (month + count < 1) return [year - 1, 12];
  if (month + count > 12) return [year + 1, 1];
  return [year, month + count];
};

const plusDays = (date, count) => {
  const [year, month, day] = date.split("-").map(Number);
  const wanted = day + count;
  if (wanted < 1) {
    const [otherYear, otherMonth] = nextMonth(year, month, -1);
    return written(otherYear, otherMonth, wanted + monthLength(otherYear, otherMonth));
  }
  if (wanted > monthLength(year, month)) {
    const [otherYear, otherMonth] = nextMonth(year, month, 1);
    return written(otherYear, otherMonth, wanted - monthLength(year, month));
  }
  return written(year, month, wanted);
};

const plusMonth = (date, count) => {
  const [year, month, day] = date.split("-").map(Number);
  const [otherYear, otherMonth] = nextMonth(year, month, count);
  return written(otherYear, otherMonth, Math.min(day, monthLength(otherYear, otherMonth)));
};
