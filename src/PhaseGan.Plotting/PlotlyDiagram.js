(() => {
  "use strict";
  const figure = JSON.parse(document.getElementById("figure").textContent);
  const parameters = figure.layout.meta;
  const plot = document.getElementById("plot");
  if (!window.Plotly) {
    plot.textContent = "This page needs plotly.js and did not find it at " + plot.dataset.source + ".";
    return;
  }
  // The page holds a column of values for all cells; Plotly takes for each cell what its template names.
  const { phases, phase, x, y, columns } = figure.cells;
  const value = ({ before, texts, values }, k) => {
    if (texts) return texts[values[k]];
    return before && typeof values[k] === "number" ? before + values[k] : values[k];
  };
  const rows = of => y.map((_, j) => x.map((_, i) => of(i, j, j * x.length + i)));
  figure.data[0].z = rows((i, j, k) => Number(phase[k]));
  figure.data[0].customdata = rows((i, j, k) => [phases[phase[k]], x[i], y[j], ...columns.map(column => value(column, k))]);
  delete figure.cells;
  Plotly.newPlot(plot, figure.data, figure.layout, figure.config).then(() => {
    plot.on("plotly_click", event => {
      const [j, i] = event.points[0].pointNumber;
      cellPage.copy(cellPage.parameters(parameters, i, j));
    });
  });
})();
