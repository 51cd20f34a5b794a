/**
 * TensorFlow.js's core in Node.js: required, which takes a quarter of the time of an import. Before it imports a CommonJS file of a
 * megabyte, Node.js parses it twice more: once to find out what kind of module it is, once to find its names.
 */
import { createRequire } from "node:module";
import type * as tfjs from "@tensorflow/tfjs-core";

export const tf: typeof tfjs = createRequire(import.meta.url)("@tensorflow/tfjs-core");
