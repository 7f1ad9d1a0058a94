// Counts -> charts, drawn by Observable Plot.

const drawings = new Map();

const draw = (hosts) => {
  const widths = hosts.map((host) => host.clientWidth); // all are measured before any is drawn
  hosts.forEach((host, place) => {
    if (!widths[place]) return;
    const svg = drawings.get(host)(widths[place]);
    svg.querySelector("style")?.remove(); // the page's own style says the same
    host.replaceChildren(svg);
  });
};

// Every chart stands beside a table that says the same; for those who listen the table is enough.
const chart = (drawing, kind = "") => {
  const host = el("div", { class: `chart ${kind}`, "aria-hidden": "true" });
  drawings.set(host, drawing);
  return host;
};

const drawAll = (within = document) => {
  for (const host of drawings.keys()) if (!host.isConnected) drawings.delete(host);
  draw([...drawings.keys()].filter((host) => within.contains(host)));
};

const BAR = 26; // pixels
const LETTER = 7; // pixels, about the width of a letter
const room = (text) =>
  (text.replace(/[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/g, "").length + 1) * LETTER;
const figure = (width, height, x, marks) =>
  Plot.plot({ width, height, margin: 0, axis: null, x, color: { type: "identity" }, marks });

// One bar of several parts: as wide as `base`; a part is labelled where there is room for it.
const bar = (parts, base, pick, label = (one) => percent(one.count, base)) => {
  const present = parts.filter((one) => one.count);
  return chart(
    (width) => {
      const fits = (one) => ((one.count / base) * width > room(label(one)) ? label(one) : "");
      const svg = figure(width, BAR, { domain: [0, base] }, [
        Plot.barX(present, Plot.stackX({ x: "count", fill: "colour", insetRight: 1 })),
        Plot.text(present, Plot.stackX({ x: "count", text: fits, fill: "ink" })),
      ]);
      [...svg.querySelectorAll("rect")].forEach((rect, place) => {
        const one = present[place];
        const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
        title.textContent = `${one.label} ${number(one.count)} (ร้อยละ ${percent(one.count, base)})`;
        rect.append(title);
        if (pick) rect.addEventListener("click", () => pick(one));
      });
      return svg;
    },
    pick ? "live" : "",
  );
};

const axis = () =>
  chart((width) => {
    const ticks = (values, textAnchor) =>
      Plot.text(values, {
        x: (tick) => tick,
        text: (tick) => thai(tick),
        textAnchor,
        fill: "var(--muted)",
      });
    const marks = [ticks([0], "start"), ticks([25, 50, 75], "middle"), ticks([100], "end")];
    return figure(width, 16, { domain: [0, 100] }, marks);
  }, "axis");

const histogram = (values) =>
  chart((width) =>
    figure(width, BAR, {}, [
      Plot.rectY(
        values,
        Plot.binX({ y: "count" }, { x: (value) => value, fill: "var(--answer-0)", thresholds: 16 }),
      ),
    ]),
  );

const overTime = (days) =>
  chart((width) => {
    const steps = Math.min(days.length - 1, Math.max(1, Math.floor(width / 130)));
    const ticks = Array.from(
      { length: steps + 1 },
      (_, step) => days[Math.round((step * (days.length - 1)) / steps)].date,
    );
    return Plot.plot({
      width,
      height: 330,
      marginLeft: 46,
      marginRight: 42,
      marginTop: 26,
      marginBottom: 32,
      x: { type: "utc" },
      y: { domain: [0, Math.max(totals.sent, days.at(-1).sum)] },
      marks: [
        Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 4 }),
        Plot.areaY(days, {
          x: "date",
          y: "sum",
          curve: "step-after",
          fill: "var(--answer-0)",
          fillOpacity: 0.18,
        }),
        Plot.lineY(days, {
          x: "date",
          y: "sum",
          curve: "step-after",
          stroke: "var(--answer-0)",
          strokeWidth: 2.5,
        }),
        totals.sent
          ? Plot.ruleY([totals.sent], { stroke: "var(--muted)", strokeDasharray: "4 4" })
          : null,
        totals.sent
          ? Plot.text([`จัดส่ง ${number(totals.sent)} แห่ง`], {
              frameAnchor: "top-left",
              dx: 4,
              dy: -14,
              fill: "var(--muted)",
              y: [totals.sent],
            })
          : null,
        Plot.axisX(ticks, {
          tickFormat: (date) => shortDay(date.toISOString()),
          tickSize: 4,
          tickPadding: 8,
        }),
        Plot.axisY({ ticks: 4, tickFormat: (tick) => number(tick), tickSize: 0, label: null }),
      ],
    });
  });
