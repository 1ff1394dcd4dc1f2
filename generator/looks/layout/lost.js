// Controls that nothing is left of where colours are the visitor's: they were drawn by a ground or a shadow alone.
({ elements, flaw, isShown, style }) => {
  const draws = (element, pseudo) => {
    const given = pseudo ? getComputedStyle(element, pseudo) : style(element);
    if (pseudo && (given.content === "none" || given.content === "normal")) return false;
    if (pseudo && given.content !== '""') return true;
    const hasEdge = (side) => given[`border${side}Style`] !== "none" && parseFloat(given[`border${side}Width`]) > 0;
    const isOutlined = given.outlineStyle !== "none" && parseFloat(given.outlineWidth) > 0;
    const isPainted = given.backgroundImage !== "none" || given.forcedColorAdjust === "none";
    return isOutlined || isPainted || ["Top", "Right", "Bottom", "Left"].some(hasEdge);
  };
  const isDrawn = (element) => draws(element) || draws(element, "::before") || draws(element, "::after");
  const CONTROLS =
    "input[type=checkbox], input[type=radio], input[type=range], button, "
    + "[role=switch], [role=slider], [role=checkbox], [role=radio]";
  const found = [];
  for (const control of elements(CONTROLS)) {
    const box = control.getBoundingClientRect();
    const { appearance } = style(control);
    if (!isShown(control) || box.width < 4 || box.height < 4 || found.length >= 20) continue;
    if (control.localName === "input" && appearance !== "none") continue;  // the browser draws it
    if (control.innerText?.trim() || control.querySelector("svg, img, canvas, picture, video")) continue;
    const label = control.localName === "input" ? control.labels?.[0] : null;
    const inLabel = label ? [label, ...label.querySelectorAll("*")] : [];
    const near = [control, ...control.querySelectorAll("*"), ...inLabel, control.nextElementSibling];
    if (near.some((element) => element && isDrawn(element))) continue;
    const said = control.getAttribute("aria-label") || label?.innerText || control.localName;
    found.push(flaw("layout/lost", control, `nothing is left of “${said.trim().slice(0, 40)}” where colours are forced`));
  }
  return found;
}
