/** Charts without a browser: specifications, SVG, HTML pages, and charts of characters for the terminal. */
export {
  type AttentionHeatMapOptions,
  type AttentionWeights,
  attentionHeatMap,
} from "./attention-heat-map.ts";
export {
  type AttentionPageOptions,
  type AttentionSection,
  attentionPage,
} from "./attention-page.ts";
export { type AttentionTableOptions, attentionTable } from "./attention-table.ts";
export { type Bar, type BarChartOptions, barChart } from "./bar-chart.ts";
export { type Bin, binValues } from "./bins.ts";
export type { Chart, ChartOptions } from "./chart.ts";
export { type ForecastChartOptions, forecastChart } from "./forecast-chart.ts";
export type { ForecastVariable } from "./forecast-rows.ts";
export { type HeatMapCell, type HeatMapOptions, heatMap } from "./heat-map.ts";
export { type HistogramOptions, histogram, type Marker } from "./histogram.ts";
export { type HtmlPageOptions, type HtmlSection, type HtmlTable, htmlPage } from "./html-page.ts";
export { type LineChartOptions, type LineSeries, lineChart } from "./line-chart.ts";
export { renderSvg } from "./render-svg.ts";
export { type ScatterMapOptions, type ScatterPoint, scatterMap } from "./scatter-map.ts";
export { sparkline } from "./sparkline.ts";
export { type TextHistogramOptions, textHistogram } from "./text-histogram.ts";
