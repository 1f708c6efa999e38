// Listens to the page: links and marks of charts that lead on without loading everything anew, buttons that
// save a chart as a picture, the figure that is to be shown, and how wide a chart may be.
const ROOM = ".stMainBlockContainer";
const NARROW = 640; // pixels; from here on charts stand out to the left by their own margin
const STEP = 10; // pixels; a smaller change of width draws nothing anew

export default function (component) {
  const { data, setTriggerValue, setStateValue } = component;
  document.documentElement.lang = data.lang === "zh" ? "zh-Hans" : "en";

  const follow = (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[data-go]");
    if (!link) return;
    event.preventDefault();
    setTriggerValue("go", link.getAttribute("href"));
  };

  const savePicture = (event) => {
    const button = event.target.closest("button[data-picture]");
    if (!button || !window.Plotly) return;
    for (const chart of document.querySelectorAll(`.st-key-${button.dataset.picture} .js-plotly-plot`)) {
      const { width, height } = chart._fullLayout;
      window.Plotly.downloadImage(chart, { ...chart._context.toImageButtonOptions, width, height });
    }
  };

  const showChosen = () => {
    for (const chosen of document.querySelectorAll("li.chosen, mark.chosen")) {
      if (chosen.dataset.shown) continue;
      chosen.dataset.shown = "yes";
      chosen.scrollIntoView({ block: chosen.tagName === "MARK" ? "center" : "nearest" });
    }
  };

  const openEvidence = (event) => {
    const [report, start] = event.points[0]?.customdata ?? [];
    if (report) setTriggerValue("go", `evidence?${new URLSearchParams({ report, figure: start, indicator: "" })}`);
  };

  const hearCharts = () => {
    for (const chart of document.querySelectorAll(".js-plotly-plot")) {
      if (chart.orgreportsHears || !chart.on) continue;
      chart.orgreportsHears = true;
      chart.on("plotly_click", openEvidence);
    }
  };

  const measure = () => {
    const room = document.querySelector(ROOM);
    if (!room) return;
    const style = getComputedStyle(room);
    const inner = room.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const width = Math.min(data.width, Math.floor((inner + data.shift * (inner > NARROW)) / STEP) * STEP);
    if (width > 0 && width !== window.orgreportsWidth) {
      if (width !== (window.orgreportsWidth ?? data.width)) setStateValue("width", width);
      window.orgreportsWidth = width;
    }
  };

  let waiting;
  const resized = () => {
    clearTimeout(waiting);
    waiting = setTimeout(measure, 200);
  };

  measure();
  document.addEventListener("click", follow);
  document.addEventListener("click", savePicture);
  window.addEventListener("resize", resized);
  const watcher = new MutationObserver(() => {
    showChosen();
    hearCharts();
  });
  watcher.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener("click", follow);
    document.removeEventListener("click", savePicture);
    window.removeEventListener("resize", resized);
    watcher.disconnect();
  };
}
