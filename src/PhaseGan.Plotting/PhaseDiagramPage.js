(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("cells").textContent);
  const svg = document.querySelector("main svg");
  const tip = document.getElementById("tip");
  const frame = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
  frame.setAttribute("fill", "none");
  frame.setAttribute("stroke", "#000");
  frame.setAttribute("stroke-width", "1.5");
  frame.setAttribute("pointer-events", "none");
  frame.setAttribute("visibility", "hidden");

  // Index of the cell between two borders, or -1. Borders of the vertical axis run downwards in pixels.
  const between = (edges, p) => {
    const up = edges[edges.length - 1] > edges[0] ? 1 : -1;
    let low = 0, high = edges.length - 1;
    if (up * (p - edges[0]) < 0 || up * (p - edges[high]) >= 0) return -1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (up * (p - edges[middle]) >= 0) low = middle; else high = middle;
    }
    return low;
  };
  const cellAt = event => {
    const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const i = between(data.x.edges, p.x), j = between(data.y.edges, p.y);
    return i < 0 || j < 0 ? null : { i, j, k: j * data.x.values.length + i };
  };
  const row = (name, value) => {
    const dt = document.createElement("dt"), dd = document.createElement("dd");
    dt.textContent = name;
    dd.textContent = value;
    tip.append(dt, dd);
  };
  const hide = () => {
    tip.hidden = true;
    frame.setAttribute("visibility", "hidden");
  };
  const show = event => {
    const cell = cellAt(event);
    if (!cell) return hide();
    const { i, j, k } = cell;
    tip.replaceChildren();
    row(data.x.label, Number(data.x.values[i].toPrecision(6)));
    row(data.y.label, Number(data.y.values[j].toPrecision(6)));
    row("phase", data.phases[data.phase[k]]);
    for (const column of data.columns) {
      const value = column.texts ? column.texts[column.values[k]] : column.values[k];
      if (value !== "") row(column.name, value);
    }
    tip.hidden = false;
    const room = document.documentElement, x = event.clientX + 16, y = event.clientY + 16;
    tip.style.left = Math.max(0, Math.min(x, room.clientWidth - tip.offsetWidth - 4)) + "px";
    tip.style.top = Math.max(0, y + tip.offsetHeight > room.clientHeight ? event.clientY - tip.offsetHeight - 12 : y) + "px";
    const [x0, x1, y0, y1] = [data.x.edges[i], data.x.edges[i + 1], data.y.edges[j + 1], data.y.edges[j]];
    frame.setAttribute("x", x0);
    frame.setAttribute("y", y0);
    frame.setAttribute("width", x1 - x0);
    frame.setAttribute("height", y1 - y0);
    frame.setAttribute("visibility", "visible");
  };
  svg.addEventListener("pointermove", show);
  svg.addEventListener("pointerdown", show);
  svg.addEventListener("pointerleave", hide);
  svg.addEventListener("click", event => {
    const cell = cellAt(event);
    if (cell) cellPage.copy(cellPage.parameters(data, cell.i, cell.j));
  });
})();
