// What pages of a diagram share: the parameters of a cell as text, and copying it.
const cellPage = {
  // Options of the command where the page knows the parameters, else the values of the axes.
  parameters(data, i, j) {
    const at = { all: 0, x: i, y: j, cell: j * data.x.values.length + i };
    return data.options.length > 0
      ? [...data.options.map(o => o.name + " " + o.values[at[o.by]]), data.further].join(" ").trim()
      : data.x.name + " = " + data.x.values[i] + ", " + data.y.name + " = " + data.y.values[j];
  },
  // Copies and says so; where no way of copying is allowed, shows the text selected, to be copied by hand.
  async copy(text) {
    const note = document.getElementById("copied");
    let copied = false;
    try {
      await navigator.clipboard.writeText(text);
      copied = true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.style.position = "fixed";
      area.style.opacity = "0";
      document.body.append(area);
      area.select();
      copied = document.execCommand("copy");
      area.remove();
    }
    const code = document.createElement("code");
    code.textContent = text;
    note.replaceChildren(copied ? "Copied: " : "Copy this: ", code);
    if (!copied) getSelection().selectAllChildren(code);
  },
};
