/** Worker: the functions of @encdec/core, on the engine that `ENCDEC_ENGINE` names. */
import { loadEngine } from "@encdec/core";
import type { Shape } from "../shapes.ts";
import type { Precision } from "../systems.ts";
import { stepOf } from "./encdec-step.ts";
import { serve } from "./serve.ts";

const { shape, precision } = JSON.parse(process.argv[2] ?? "") as {
  shape: Shape;
  precision: Precision;
};
const { name, version } = await loadEngine();
const suffix = precision === "float32" ? "" : `, ${precision}`;
await serve({
  description: `encdec, ${name} ${version}${suffix}`,
  step: stepOf(shape, precision),
});
