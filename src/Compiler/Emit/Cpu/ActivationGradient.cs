namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints gradients of activations.</summary>
internal static class ActivationGradient
{
    /// <summary>The gradient <paramref name="g"/> times the derivative.</summary>
    /// <param name="at">What the derivative follows from: x, or the activation's result.</param>
    public static string Expression(VectorCode code, VectorFunctions functions, ElementwiseGradient gradient, string at, string g)
    {
        string Where(string condition) => $"{code.Class}.ConditionalSelect({condition}, {g}, {code.Zero})";
        string Above(double value) => $"{code.Class}.GreaterThan({at}, {code.Constant(value)})";
        string Below(double value) => $"{code.Class}.LessThan({at}, {code.Constant(value)})";
        string Inside(string line, double slope) =>
            $"{code.Class}.ConditionalSelect({code.Class}.GreaterThan({line}, {code.Zero}) & "
            + $"{code.Class}.LessThan({line}, {code.Constant(1)}), {g} * {code.Constant(slope)}, {code.Zero})";
        string Root(string x, bool isRoot) => isRoot ? x : $"{code.Class}.Sqrt({x})";
        IEnumerable<string> Outside(Clamp clamp)
        {
            if (clamp.Min is { } min) yield return Below(min);
            if (clamp.Max is { } max) yield return Above(max);
        }

        string Derivative(string name, params string[] more) => $"{g} * " + functions.Call(name + "Derivative", [at, .. more]);
        return gradient.Function switch
        {
            Relu => $"{code.Class}.ConditionalSelect({code.Class}.LessThanOrEqual({at}, {code.Zero}), {code.Zero}, {g})",
            Relu6 => Where($"{Above(0)} & {Below(6)}"),
            LeakyRelu leaky => $"{code.Class}.ConditionalSelect({Above(0)}, {g}, {g} * {code.Constant(leaky.Slope)})",
            HardSigmoid hard when gradient.FromResult => Inside(at, hard.Slope),
            HardSigmoid hard => Inside(code.MultiplyAdd(at, code.Constant(hard.Slope), code.Constant(hard.Offset)), hard.Slope),
            Sigmoid when gradient.FromResult => $"{g} * ({at} * ({code.Constant(1)} - {at}))",
            Tanh when gradient.FromResult => $"{g} * {code.MultiplyAddNegated(at, at, code.Constant(1))}",
            Gelu gelu => Derivative(gelu.Approximate ? "GeluTanh" : "Gelu"),
            Softplus => $"{g} * " + functions.Call("Sigmoid", at),
            ThresholdedRelu relu =>
                $"{code.Class}.ConditionalSelect({code.Class}.LessThanOrEqual({at}, {code.Constant(relu.Alpha)}), {code.Zero}, {g})",
            Elu elu => Derivative("Elu", CodeWriter.Float(elu.Alpha)),
            Exp => $"{g} * {(gradient.FromResult ? at : functions.Call("Exp", at))}",
            Log => $"{g} / {at}",
            Sin => $"{g} * {functions.Call("Cos", at)}",
            Cos => $"{g} * -{functions.Call("Sin", at)}",
            Sqrt { FlatAtZero: true } => $"{code.Class}.ConditionalSelect({code.Class}.Equals({at}, {code.Zero}), {code.Zero}, "
                + $"{g} * {code.Constant(0.5)} / {Root(at, gradient.FromResult)})",
            Sqrt => $"{g} * {code.Constant(0.5)} / {Root(at, gradient.FromResult)}",
            Rsqrt when gradient.FromResult => $"{g} * {code.Constant(-0.5)} * {at} * {at} * {at}",
            Rsqrt => $"{g} * {code.Constant(-0.5)} / ({at} * {Root(at, false)})",
            Square => $"{g} * ({at} + {at})",
            Abs => $"{code.Class}.ConditionalSelect({Above(0)}, {g}, {code.Class}.ConditionalSelect({Below(0)}, -{g}, {code.Zero}))",
            Pow { Exponent: 0 } => code.Zero,
            Pow pow => $"{g} * ({code.Constant(pow.Exponent)} * {functions.Call("Pow", at, CodeWriter.Double(pow.Exponent - 1))})",
            Reciprocal reciprocal => $"{g} * ({code.Constant(-reciprocal.Numerator)} / ({at} * {at}))",
            Clamp clamp => $"{code.Class}.ConditionalSelect({string.Join(" | ", Outside(clamp))}, {code.Zero}, {g})",
            Sigmoid or Silu or HardSwish or Tanh or Mish => Derivative(gradient.Function.Kind),
            _ => throw new NotSupportedException($"The gradient of {gradient.Function.Kind} has no kernel."),
        };
    }
}
