export default function (element, { visit, announce }) {
  const link = element.querySelector("#booking-details-cancel");
  const dialog = element.querySelector("#booking-details-dialog");
  if (!link || !dialog) {
    return () => {};
  }
  let pressed = false;

  const onOpen = (event) => {
    if (event.button > 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    dialog.showModal();
    const first = firstStop(dialog);
    if (first) {
      first.focus();
    }
  };

  const onPress = (event) => {
    pressed = event.target === dialog;
  };

  const onClick = (event) => {
    const keep = event.target.closest(".cancel-form-keep");
    if (keep) {
      event.preventDefault();
      dialog.close();
    } else if (pressed && event.target === dialog) {
      dialog.close();
    }
    pressed = false;
  };

  const onClose = () => {
    link.focus();
  };

  link.setAttribute("aria-haspopup", "dialog");
  link.addEventListener("click", onOpen);
  dialog.addEventListener("pointerdown", onPress);
  dialog.addEventListener("click", onClick);
  dialog.addEventListener("close", onClose);

  return () => {
    link.removeEventListener("click", onOpen);
    dialog.removeEventListener("pointerdown", onPress);
    dialog.removeEventListener("click", onClick);
    dialog.removeEventListener("close", onClose);
    link.removeAttribute("aria-haspopup");
    if (dialog.open) {
      dialog.close();
    }
  };
}

function firstStop(dialog) {
  return dialog.querySelector("#cancel-form-title[tabindex]") || dialog.querySelector("textarea, button, a[href]");
}
