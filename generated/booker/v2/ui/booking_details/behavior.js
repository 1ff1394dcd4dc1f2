export default function (element, { visit, announce }) {
  const opener = element.querySelector("#booking-details-cancel");
  const dialog = element.querySelector("#booking-details-dialog");
  if (!opener || !dialog) return () => {};
  const button = dialog.querySelector(".booking-details-close");
  let pressed = false;

  const onOpen = (event) => {
    if (event.button || isForElsewhere(event)) return;
    event.preventDefault();
    dialog.showModal();
    (dialog.querySelector("#cancel-form-title") || button).focus();
  };

  const onPress = (event) => {
    pressed = isOutside(dialog, event);
  };

  const onClick = (event) => {
    const keep = event.target.closest(".cancel-form-keep");
    if (keep && isForElsewhere(event)) return;
    const backdrop = pressed && isOutside(dialog, event);
    pressed = false;
    if (keep) event.preventDefault();
    if (keep || backdrop || button.contains(event.target)) dialog.close();
  };

  const onClose = () => opener.focus();

  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", onOpen);
  dialog.addEventListener("pointerdown", onPress);
  dialog.addEventListener("click", onClick);
  dialog.addEventListener("close", onClose);

  return () => {
    opener.removeEventListener("click", onOpen);
    dialog.removeEventListener("pointerdown", onPress);
    dialog.removeEventListener("click", onClick);
    dialog.removeEventListener("close", onClose);
    opener.removeAttribute("aria-haspopup");
    if (dialog.open) dialog.close();
  };
}

const isForElsewhere = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;

const isOutside = (dialog, event) => {
  if (event.target !== dialog) return false;
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
};
