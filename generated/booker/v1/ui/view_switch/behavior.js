export default function (element, { visit, announce }) {
  const select = element.querySelector("select");
  const button = element.querySelector(".view-switch-apply");
  let sent = false;
  let timer = 0;

  const send = () => {
    element.requestSubmit();
  };

  const detect = () => {
    const here = browserZone();
    if (sent || here === "" || here === element.dataset.zone) {
      return;
    }
    const known = Array.from(select.options).some((option) => option.value === here);
    if (known) {
      sent = true;
      select.value = here;
      send();
    }
  };

  button.hidden = true;
  element.addEventListener("change", send);
  if (element.dataset.detect === "true") {
    timer = setTimeout(detect, 0);
  }

  return () => {
    clearTimeout(timer);
    element.removeEventListener("change", send);
    button.hidden = false;
  };
}

function browserZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}
