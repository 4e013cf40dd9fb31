namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>The gradient of an activation: dy times the derivative at x.</summary>
public static class ElementwiseGradientEmitter
{
    public static void Emit(MapWriter map)
    {
        var function = ((ElementwiseGradient)map.Plan.Operation).Function;
        map.OpenRows();
        map.InputRow(0, "x");
        map.InputRow(1, "dy");
        map.Writer.Open($"for (int column = 0; column < {map.Output.Width}; column++)");
        map.Channels(map.Output.Channels, channel =>
        {
            map.Writer.Line($"{map.Code.Type} at = {map.Code.Load("x" + channel)}, g = {map.Code.Load("dy" + channel)};");
            map.Writer.Line($"{map.Code.Type} v = {Expression(map, function)};");
        });
        map.NextInputPixel(0, "x");
        map.NextInputPixel(1, "dy");
        map.NextPixel();
        map.Writer.Close();
        map.Writer.Close();
    }

    /// <summary>The gradient <c>g</c> times the derivative at <c>at</c>.</summary>
    private static string Expression(MapWriter map, ElementwiseOperation function)
    {
        VectorCode code = map.Code;
        string Where(string condition) => $"{code.Class}.ConditionalSelect({condition}, g, {code.Zero})";
        string Above(double value) => $"{code.Class}.GreaterThan(at, {code.Constant(value)})";
        string Below(double value) => $"{code.Class}.LessThan(at, {code.Constant(value)})";
        string Inside(string line, double slope) =>
            $"{code.Class}.ConditionalSelect({code.Class}.GreaterThan({line}, {code.Zero}) & "
            + $"{code.Class}.LessThan({line}, {code.Constant(1)}), g * {code.Constant(slope)}, {code.Zero})";
        string Derivative(string name, params string[] more) => "g * " + map.Context.Functions.Call(name + "Derivative", ["at", .. more]);
        return function switch
        {
            Relu => $"{code.Class}.ConditionalSelect({code.Class}.LessThanOrEqual(at, {code.Zero}), {code.Zero}, g)",
            Relu6 => Where($"{Above(0)} & {Below(6)}"),
            LeakyRelu leaky => $"{code.Class}.ConditionalSelect({Above(0)}, g, g * {code.Constant(leaky.Slope)})",
            HardSigmoid hard => Inside(code.MultiplyAdd("at", code.Constant(hard.Slope), code.Constant(hard.Offset)), hard.Slope),
            Gelu gelu => Derivative(gelu.Approximate ? "GeluTanh" : "Gelu"),
            Elu elu => Derivative("Elu", CodeWriter.Float(elu.Alpha)),
            Sigmoid or Silu or HardSwish or Tanh or Mish => Derivative(function.Kind),
            _ => throw new NotSupportedException($"The gradient of {function.Kind} has no kernel."),
        };
    }
}
