using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Steps of an epilogue that are not taken in registers.</summary>
public static class LongSteps
{
    /// <summary>Its text is long, or has constants that the JIT would keep in the multiply-adds' registers: the results are put aside
    /// first.</summary>
    public static bool IsLong(this EpilogueStep step) =>
        step.Operation is HardSwish or HardSigmoid or Sigmoid or Silu or Tanh or Gelu or Elu or Mish or Softplus or Exp or Log or Sin or Cos
            or Pow or Power or SampleStep { Each: Power }
            or Affine { Scale: not (1 or -1), Offset: not 0 }
            || step.Operation is GradientStep { Source.FromResult: false } gradient
            && gradient.Source.Function is not (Relu or Relu6 or LeakyRelu or ThresholdedRelu or Square or Abs or Clamp or Reciprocal);
}
