// What the dashboard takes of Observable Plot; nothing else of it goes into the bundle.
export {
  areaY,
  axisX,
  axisY,
  barX,
  binX,
  gridY,
  lineY,
  plot,
  rectY,
  ruleY,
  stackX,
  text,
} from "@observablehq/plot";
