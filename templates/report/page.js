(function () {
  "use strict";
  // Enhances what is there: a chart's marks tell their values on pointing, tapping and by the arrow keys.
  var tip = document.createElement("div");
  tip.id = "tip";
  tip.setAttribute("role", "status");
  tip.hidden = true;
  document.body.appendChild(tip);
  var shown = null;

  function hide() {
    if (shown) shown.classList.remove("on");
    shown = null;
    tip.hidden = true;
  }

  function show(spot) {
    hide();
    shown = spot;
    spot.classList.add("on");
    tip.textContent = spot.dataset.text;
    tip.hidden = false;
    place();
  }

  function place() {
    if (!shown) return;
    var at = shown.getBoundingClientRect(), own = tip.getBoundingClientRect(), room = document.documentElement.clientWidth;
    var left = at.left + at.width / 2 - own.width / 2, top = at.top - own.height - 4;
    tip.style.left = Math.max(8, Math.min(left, room - own.width - 8)) + "px";
    tip.style.top = (top < 4 ? at.bottom + 4 : top) + "px";
  }

  document.querySelectorAll(".figure.chart").forEach(function (figure) {
    var spots = Array.prototype.slice.call(figure.querySelectorAll(".hotspots circle")), now = 0;
    figure.tabIndex = 0;
    figure.setAttribute("role", "group");
    if (figure.classList.contains("runs-on")) figure.scrollLeft = figure.scrollWidth; // the latest is at the right
    if (!spots.length) return;
    spots.forEach(function (spot, index) {
      var title = spot.querySelector("title");
      spot.dataset.text = title.textContent;
      title.remove();
      spot.addEventListener("pointerenter", function () { now = index; show(spot); });
      spot.addEventListener("pointerleave", function (event) { if (event.pointerType === "mouse") hide(); });
      spot.addEventListener("click", function () { now = index; show(spot); });
    });
    figure.addEventListener("focus", function () { if (figure.matches(":focus-visible")) show(spots[now]); });
    figure.addEventListener("blur", hide);
    figure.addEventListener("scroll", place, { passive: true });
    figure.addEventListener("keydown", function (event) {
      var last = spots.length - 1;
      var next = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now - 1, ArrowUp: now - 1, Home: 0, End: last }[event.key];
      if (event.key === "Escape") hide();
      if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      now = Math.max(0, Math.min(next, last));
      show(spots[now]);
    });
  });
  window.addEventListener("scroll", place, { passive: true });
  document.addEventListener("pointerdown", function (event) { if (!event.target.closest(".hotspots")) hide(); });
})();
