export default function (element, { visit, announce }) {
  const select = element.querySelector("#view-switch-zone");
  const fieldset = element.querySelector(".view-switch-clock");
  const button = element.querySelector(".view-switch-apply");
  const sentence = element.querySelector("#view-switch-follows");

  const submit = () => element.requestSubmit();

  if (document.activeElement === button) select.focus();
  button.hidden = true;
  sentence.hidden = false;
  select.setAttribute("aria-describedby", sentence.id);
  fieldset.setAttribute("aria-describedby", sentence.id);
  element.addEventListener("change", submit);

  if (element.dataset.detect === "true") {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const offered = [...select.options].some((option) => option.value === zone);
    if (offered && zone !== element.dataset.zone) {
      select.value = zone;
      submit();
    }
  }

  return () => {
    element.removeEventListener("change", submit);
    select.removeAttribute("aria-describedby");
    fieldset.removeAttribute("aria-describedby");
    sentence.hidden = true;
    button.hidden = false;
  };
}
