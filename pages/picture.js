// Saves charts in the reader's browser: one as PNG or SVG, all of a page as a ZIP. Every picture says at its foot
// and in its description where it comes from, as orgreports/picture_origin.py does it. A browser that has no
// Chinese font gets the server's, inside the picture; where there is none, no picture is saved, and it is said why.
const EDGE = 24, LINE = 1.3; // as in figures_frame.py and figures_style.py
const SCALE = 2; // pixels of a PNG for one of the chart
const PATIENCE = 60000; // milliseconds for charts and font to come
const bytesOf = (words) => new TextEncoder().encode(words);

async function savePictures(event) {
  const button = event.target.closest("button[data-picture]");
  if (!button || !window.Plotly || button.disabled) return;
  const form = button.dataset.picture;
  const place = form === "zip" ? document : button.closest('[data-testid="stVerticalBlock"]');
  button.disabled = true;
  try {
    const charts = await drawnIn(place);
    const font = form === "svg" ? "" : await fontFor(charts[0]);
    if (font === null) return say(button, button.dataset.none);
    say(button, "");
    const files = [];
    for (const chart of charts) files.push(await pictureOf(chart, form === "zip" ? "png" : form, font));
    if (form === "zip") offer(button.dataset.name, zipped(files), "application/zip");
    else offer(files[0].name, files[0].content, form === "svg" ? "image/svg+xml" : "image/png");
  } finally {
    button.disabled = false;
  }
}

// The charts of a place, once all of them are drawn.
async function drawnIn(place) {
  for (const end = Date.now() + PATIENCE; ; await pause(100)) {
    const charts = [...place.querySelectorAll(".js-plotly-plot")].filter((chart) => chart._fullLayout);
    if (charts.length === place.querySelectorAll('[data-testid="stPlotlyChart"]').length) return charts;
    if (Date.now() > end) throw new Error("a chart was not drawn");
  }
}

function say(button, words) {
  button.parentElement.querySelector("[role=status]").textContent = words;
}

function offer(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// Nothing where the browser has a Chinese font: it draws two characters differently. Else the server's, in base64;
// null where the server has none.
async function fontFor(chart) {
  if (frame.font) return frame.font; // drawn with it, since the page's own fonts don't get into a picture
  const [one, other] = ["测", "试"].map((character) => {
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    pen.font = `40px ${chart._fullLayout.font.family}`;
    pen.fillText(character, 10, 60);
    return canvas.toDataURL();
  });
  if (one !== other) return "";
  frame.font ??= fetchFont();
  return frame.font;
}

async function fetchFont() {
  frame.component.setStateValue("font", true);
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(100)) {
    const address = frame.component.data.font;
    if (address === "") return null;
    if (!address) continue;
    const reader = new FileReader();
    const content = await (await fetch(new URL(address, document.baseURI))).blob();
    const face = new FontFace("Noto Sans CJK SC", await content.arrayBuffer());
    document.fonts.add(await face.load()); // for the page, and so that widths are measured with it
    await new Promise((done) => ((reader.onload = done), reader.readAsDataURL(content)));
    return reader.result.split(",")[1];
  }
  return null;
}

const pause = (time) => new Promise((done) => setTimeout(done, time));

async function pictureOf(chart, form, font) {
  const { filename } = chart._context.toImageButtonOptions;
  const { figure, words } = signed(chart);
  const { width, height } = figure.layout;
  const size = { width, height, imageDataOnly: true };
  const name = `${filename}.${form}`;
  if (form === "svg") {
    const drawing = await window.Plotly.toImage(figure, { ...size, format: "svg" });
    return { name, content: bytesOf(drawing.replace(/<svg[^>]*>/, (head) => `${head}<desc>${escaped(words)}</desc>`)) };
  }
  const drawn = font
    ? await drawnWith(font, figure, size)
    : await window.Plotly.toImage(figure, { ...size, format: "png", scale: SCALE });
  return { name, content: described(Uint8Array.from(atob(drawn), (c) => c.charCodeAt(0)), words) };
}

const escaped = (words) => words.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

async function drawnWith(font, figure, size) {
  const style = `<style>@font-face{font-family:"Noto Sans CJK SC";src:url(data:font/otf;base64,${font})}
    text{text-rendering:geometricPrecision}</style>`; // else small type runs wide
  // A family that the page does not name, or plotly would remember widths from before the font was there.
  figure.layout.font = { ...figure.layout.font, family: '"Noto Sans CJK SC", serif' };
  const drawing = await window.Plotly.toImage(figure, { ...size, format: "svg" });
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([drawing.replace(/<svg[^>]*>/, (head) => head + style)],
    { type: "image/svg+xml" }));
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [size.width * SCALE, size.height * SCALE];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return canvas.toDataURL("image/png").split(",")[1];
}

// The notes, which a page lists beside the chart, between the chart and its source line; see figures_frame.py.
function noted(layout) {
  const { notes, room } = layout.meta;
  if (!notes) return;
  layout.annotations.find((one) => one.name === "source").yshift -= room;
  layout.annotations.push(notes);
  layout.height = Math.round(layout.height + room);
  layout.margin.b += room;
}

// The chart with its notes, with version, date and address under its source line, and the words of its description.
function signed(chart) {
  const layout = JSON.parse(JSON.stringify(chart.layout));
  noted(layout);
  const origin = `orgreports ${frame.component.data.version} · ${new Date().toISOString().slice(0, 10)} · `
    + window.location.href;
  const source = layout.annotations.find((note) => note.name === "source");
  const lines = broken(origin, source.font.size, layout.width - 2 * EDGE);
  const room = Math.round(lines.length * source.font.size * LINE);
  layout.annotations.push(
    { ...source, name: "origin", text: lines.map(escaped).join("<br>"), yshift: EDGE - layout.margin.b });
  layout.height += room;
  layout.margin.b += room;
  const places = (layout.meta.figures ?? []).map(([report, start, end, quote]) => `${report} [${start}:${end}] ${quote}`);
  return { figure: { data: chart.data, layout }, words: [origin, ...places].join("\n") };
}

function broken(words, size, room) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${size}px sans-serif`;
  const lines = [""];
  for (const character of words) {
    if (pen.measureText(lines.at(-1) + character).width * 1.1 > room) lines.push("");
    lines[lines.length - 1] += character;
  }
  return lines;
}

function described(picture, words) {
  const body = joined([bytesOf("iTXtDescription"), new Uint8Array(5), bytesOf(words)]);
  const [size, check] = [new DataView(new ArrayBuffer(4)), new DataView(new ArrayBuffer(4))];
  size.setUint32(0, body.length - 4);
  check.setUint32(0, checksum(body));
  const head = 8 + 25; // the signature, and the chunk that must come first
  return joined([picture.slice(0, head), size.buffer, body, check.buffer, picture.slice(head)]);
}

function joined(pieces) {
  const parts = pieces.map((piece) => new Uint8Array(piece));
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

function checksum(content) { // CRC-32, of PNG and of ZIP
  let rest = -1;
  for (const byte of content) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}

// A ZIP of files as they are (a PNG is compressed already), their names in UTF-8.
function zipped(files) {
  const pieces = [], entries = [];
  const today = new Date();
  const day = ((today.getFullYear() - 1980) << 9) | ((today.getMonth() + 1) << 5) | today.getDate();
  let at = 0;
  for (const { name, content } of files) {
    const path = bytesOf(name);
    const shared = numbers([20, 2], [0x0800, 2], [0, 2], [0, 2], [day, 2], [checksum(content), 4],
      [content.length, 4], [content.length, 4], [path.length, 2], [0, 2]);
    const piece = joined([numbers([0x04034b50, 4]), shared, path, content]);
    entries.push(joined([numbers([0x02014b50, 4], [20, 2]), shared, numbers([0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), path]));
    pieces.push(piece);
    at += piece.length;
  }
  const directory = joined(entries);
  const end = numbers([0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [directory.length, 4],
    [at, 4], [0, 2]);
  return joined([...pieces, directory, end]);
}

function numbers(...pairs) { // little-endian, each with its size in bytes
  return Uint8Array.from(pairs.flatMap(([value, size]) => Array.from({ length: size }, (_, i) => (value >>> (8 * i)) & 255)));
}
