import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import type { NamedTensorMap, Tensor4D } from "@tensorflow/tfjs-core";
import * as tf from "@tensorflow/tfjs-core";
import type { Area } from "./types.ts";

const require = createRequire(import.meta.url);

/** The side of the square that the detector looks at: smaller misses faces in groups, larger takes longer. */
export const DETECTOR_SIDE = 416;

// The model's own numbers: what it was trained to be given and to tell.
const MEAN_RGB = [117.001, 114.697, 97.404];
const ANCHORS: [number, number][] = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
];
const SEPARABLE_LAYERS = ["conv1", "conv2", "conv3", "conv4", "conv5"];
const FIELDS = 5;

const LEAST_SCORE = 0.5;
const SAME_FACE = 0.3;

export interface Face extends Area {
  score: number;
}

let loading: Promise<NamedTensorMap> | undefined;

/**
 * Finds faces with the tiny detector of face-api. Its model comes with the package; the network's seven layers run here on
 * tfjs, since the package's own builds for Node want TensorFlow's native library.
 * @param square RGB, DETECTOR_SIDE in width and height
 * @returns boxes as fractions of the square, the surest first
 */
export async function detectFaces(square: Buffer): Promise<Face[]> {
  loading ??= loadModel();
  const model = await loading;
  const answer = run(model, square);
  const [, rows, columns] = answer.shape;
  const values = await answer.data();
  answer.dispose();
  return distinct(readBoxes(values as Float32Array, rows, columns));
}

async function loadModel(): Promise<NamedTensorMap> {
  setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`);
  // More would be faster on an idle machine, but the worker's other pictures need the cores.
  setThreadsCount(1);
  if (!(await tf.setBackend("wasm"))) throw new Error("The face detector's WebAssembly does not start.");
  const folder = join(dirname(require.resolve("@vladmandic/face-api/package.json")), "model");
  const [manifest, weights] = await Promise.all([
    readFile(join(folder, "tiny_face_detector_model-weights_manifest.json"), "utf8"),
    readFile(join(folder, "tiny_face_detector_model.bin")),
  ]);
  return tf.io.decodeWeights(new Uint8Array(weights).buffer, JSON.parse(manifest)[0].weights);
}

function run(model: NamedTensorMap, square: Buffer): Tensor4D {
  const weight = (name: string) => model[name] as Tensor4D;
  let x: Tensor4D = tf.tensor4d(normalized(square), [1, DETECTOR_SIDE, DETECTOR_SIDE, 3]);
  // Each step lets go of what the one before made: WebAssembly never gives memory back that it once had.
  const step = (next: (x: Tensor4D) => Tensor4D) => {
    const before = x;
    x = tf.tidy(() => next(before));
    before.dispose();
  };
  const convolve = (filter: string, bias: string, activation: "leakyrelu" | "linear") =>
    step((x) =>
      tf.fused.conv2d({
        x,
        filter: weight(filter),
        strides: 1,
        pad: "valid",
        bias: weight(bias),
        activation,
        leakyreluAlpha: 0.1,
      }),
    );
  convolve("conv0/filters", "conv0/bias", "leakyrelu");
  for (const layer of SEPARABLE_LAYERS) {
    step((x) => tf.maxPool(x, 2, 2, "same"));
    step((x) => tf.depthwiseConv2d(x, weight(`${layer}/depthwise_filter`), 1, "same"));
    convolve(`${layer}/pointwise_filter`, `${layer}/bias`, "leakyrelu");
  }
  step((x) => tf.maxPool(x, 2, 1, "same"));
  convolve("conv8/filters", "conv8/bias", "linear");
  return x;
}

/** Channels less the mean of what the model was trained with, as parts of their range. */
function normalized(square: Buffer): Float32Array {
  const values = new Float32Array(square.length);
  const [reds, greens, blues] = NORMALIZED;
  for (let at = 0; at < square.length; at += 3) {
    values[at] = reds[square[at] as number] as number;
    values[at + 1] = greens[square[at + 1] as number] as number;
    values[at + 2] = blues[square[at + 2] as number] as number;
  }
  return values;
}

/** What each value of a channel becomes. */
const NORMALIZED = MEAN_RGB.map((mean) =>
  Float32Array.from({ length: 256 }, (_, value) => (value - mean) / 255),
) as [Float32Array, Float32Array, Float32Array];

function readBoxes(values: Float32Array, rows: number, columns: number): Face[] {
  const faces: Face[] = [];
  const cells = rows * columns * ANCHORS.length;
  for (let index = 0; index < cells; index++) {
    const [dx, dy, dw, dh, confidence] = values.subarray(index * FIELDS) as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    const score = sigmoid(confidence);
    if (score < LEAST_SCORE) continue;
    const [anchorWidth, anchorHeight] = ANCHORS[index % ANCHORS.length] as [number, number];
    const cell = Math.floor(index / ANCHORS.length);
    const width = (Math.exp(dw) * anchorWidth) / columns;
    const height = (Math.exp(dh) * anchorHeight) / rows;
    const x = ((cell % columns) + sigmoid(dx)) / columns - width / 2;
    const y = (Math.floor(cell / columns) + sigmoid(dy)) / rows - height / 2;
    faces.push({ x, y, width, height, score });
  }
  return faces.sort((one, other) => other.score - one.score);
}

/** The surest box of each face: the detector finds one several times. */
function distinct(faces: Face[]): Face[] {
  const kept: Face[] = [];
  for (const face of faces) {
    if (!kept.some((other) => likeness(face, other) > SAME_FACE)) kept.push(face);
  }
  return kept;
}

/** The part that two boxes share, of the smaller one's area. */
function likeness(one: Area, other: Area): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  const smaller = Math.min(one.width * one.height, other.width * other.height);
  return (Math.max(0, width) * Math.max(0, height)) / smaller;
}

const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));
