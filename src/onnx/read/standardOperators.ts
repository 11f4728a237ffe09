import { inferenceRules } from '../infer/inferTypes.ts';
import { conversions, newerOperators } from '../raise/raiseNodes.ts';
import { controlFlow } from './readable.ts';

/** Operators of ONNX of which Passband has neither shapes nor conversions (onnx.defs.get_all_schemas_with_history). */
const others = `
  Bernoulli BitShift BlackmanWindow Compress ConcatFromSequence Det EyeLike GRU HammingWindow HannWindow LSTM
  LpNormalization MaxRoiPool MelWeightMatrix Multinomial NegativeLogLikelihoodLoss
  NonMaxSuppression NonZero Optional OptionalGetElement OptionalHasElement RNN RandomNormal RandomNormalLike
  RandomUniform RandomUniformLike ReverseSequence STFT SequenceAt SequenceConstruct SequenceEmpty SequenceErase
  SequenceInsert SequenceLength Shrink SoftmaxCrossEntropyLoss SplitToSequence StringNormalizer TfIdfVectorizer Unique`;

/** Every operator of the ONNX standard in the opsets that are read. */
export const standardOperators: ReadonlySet<string> = new Set([
  ...Object.keys(inferenceRules['']),
  ...Object.keys(conversions['']),
  ...newerOperators,
  ...controlFlow,
  ...others.trim().split(/\s+/),
]);
