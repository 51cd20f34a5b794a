/** Settings to model. */
import { EncoderDecoder, type Random, RepeatVectorModel, type SequenceConfig } from "@encdec/core";
import { UsageError } from "@encdec/core/command-line";
import type { ForecastConfig } from "./config.ts";
import { parameterCount } from "./distribution.ts";
import { ForecastModel } from "./forecast-model.ts";
import type { FeatureSizes } from "./window-rows.ts";

type Settings = Pick<ForecastConfig, "model" | "distribution" | "window">;

/**
 * Builds the model for the features at hand; `random` draws its weights.
 *
 * @throws {UsageError} If the settings do not fit together.
 */
export function buildModel(settings: Settings, sizes: FeatureSizes, random: Random): ForecastModel {
  const { model, window } = settings;
  checkFit(settings, sizes);
  const { cell, layers, units, direction, patchLength, channelIndependence } = model;
  const variables = channelIndependence ? 1 : sizes.targets;
  const vectors = (features: number): SequenceConfig => ({ kind: "vectors", features });
  const read = variables * (sizes.hasMask ? 2 : 1) + sizes.covariates;
  const written = patchLength * variables * parameterCount(settings.distribution);
  const { dropout: rate, recurrentDropout: recurrent } = model;
  const stack = { cell, layers, dropout: { between: rate, recurrent } };
  const decoder = { ...stack, units, dropout: { ...stack.dropout, output: rate } };
  const encoder = {
    ...stack,
    units: direction === "concatenate" ? units / 2 : units,
    direction,
  };
  const source = vectors(patchLength * read);
  const uniform = (): number => random.uniform();
  if (model.kind === "repeatVector") {
    const outputLength = Math.ceil(window.horizon / patchLength);
    const target = { kind: "vectors", features: written } as const;
    const network = new RepeatVectorModel(
      { source, target, outputLength, encoder, decoder },
      uniform,
    );
    return new ForecastModel(settings, sizes, network);
  }
  const network = new EncoderDecoder(
    {
      source,
      target: vectors(patchLength * (variables + sizes.future)),
      outputFeatures: written,
      encoder,
      decoder,
      ...(model.attention !== "none" && { attention: { score: model.attention } }),
    },
    uniform,
  );
  return new ForecastModel(settings, sizes, network);
}

function checkFit({ model, window, distribution }: Settings, sizes: FeatureSizes): void {
  const refuse = (name: string, why: string, got: unknown): never => {
    throw new UsageError(`Cannot use ${name}: ${why}, got ${JSON.stringify(got)}`);
  };
  const { patchLength, direction, units, kind } = model;
  const { lookback } = window;
  if (lookback % patchLength !== 0) {
    refuse("model.patchLength", `it must divide window.lookback, ${lookback}`, patchLength);
  }
  if (direction === "concatenate" && units % 2 !== 0) {
    refuse("model.units", "with model.direction concatenate it must be even", units);
  }
  if (model.carriedLookbacks > 0 && direction !== "forward") {
    refuse("model.carriedLookbacks", "states are carried by model.direction forward", direction);
  }
  if (kind === "repeatVector" && model.attention !== "none") {
    refuse("model.attention", "it belongs to model.kind encoderDecoder", model.attention);
  }
  if (model.linearWeights !== "learned" && model.linearSkip === "none") {
    refuse(
      "model.linearWeights",
      "without model.linearSkip it must be learned",
      model.linearWeights,
    );
  }
  const { quantiles } = distribution;
  const ascends = quantiles.every((quantile, i) => i === 0 || quantile > (quantiles[i - 1] ?? 0));
  if (distribution.kind === "quantiles" && (quantiles.length === 0 || !ascends)) {
    refuse("distribution.quantiles", "they must be at least one, ascending", quantiles);
  }
  if (sizes.targets < 1) refuse("data.targets", "there must be at least one", sizes.targets);
}
