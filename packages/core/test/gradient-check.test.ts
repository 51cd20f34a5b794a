import { beforeAll, expect, it } from "vitest";
import { loadEngine } from "../src/backend/engine.ts";
import { tf } from "../src/backend/tf.ts";
import { Random } from "../src/data/random.ts";
import { gradientErrors } from "./gradient-check.ts";

beforeAll(() => loadEngine());

it.each([
  ["accepts a right gradient", 1, false],
  ["finds one that is 5 % off", 1.05, true],
])("%s", (_, factor, isWrong) => {
  const variable = tf.tidy(() => tf.variable(tf.tensor1d([0.3, -0.8, 1.5])));
  // Has the value of x^3, whatever the factor.
  const loss = (): tf.Scalar => {
    const frozen = tf.tensor1d(variable.dataSync());
    const moving = tf.mul(tf.pow(variable, 3), factor);
    return tf.sum(tf.sub(moving, tf.mul(tf.pow(frozen, 3), factor - 1)));
  };
  const { worst } = gradientErrors({
    variables: [variable],
    loss,
    random: Random.fromSeed(1),
    directions: 4,
  });
  expect(worst > 0.01).toBe(isWrong);
  variable.dispose();
});
