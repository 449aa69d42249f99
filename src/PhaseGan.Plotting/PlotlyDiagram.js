(() => {
  "use strict";
  const figure = JSON.parse(document.getElementById("figure").textContent);
  const cells = figure.layout.meta;
  const plot = document.getElementById("plot");
  if (!window.Plotly) {
    plot.textContent = "This page needs plotly.js and did not find it at " + plot.dataset.source + ".";
    return;
  }
  Plotly.newPlot(plot, figure.data, figure.layout, figure.config).then(() => {
    plot.on("plotly_click", event => {
      const [j, i] = event.points[0].pointNumber;
      cellPage.copy(cellPage.parameters(cells, i, j));
    });
  });
})();
