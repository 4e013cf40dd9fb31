using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>BatchNorm in training and its gradients. What belongs to a channel is made once, in the thread's own memory.</summary>
public static class NormEmitter
{
    /// <summary><c>(x − mean) · scale + bias</c>.</summary>
    public static void EmitForward(MapWriter map)
    {
        VectorCode code = map.Code;
        double epsilon = ((BatchNormalize)map.Plan.Operation).Norm.Epsilon;
        Prepare(map, 1, (c, scratch) =>
        {
            map.Writer.Line($"{code.Type} deviation = {Deviation(map, Statistics(map, 1), c, epsilon)};");
            map.Writer.Line($"({code.Load(KernelText.Weights(map.Plan.Weights[0]) + c)} / deviation).Store({scratch(0)});");
        });
        map.Writer.Line($"float* mean = {Statistics(map, 0)}, bias = {KernelText.Weights(map.Plan.Weights[1])};");
        EmitStandardized(map, "x", "");
    }

    /// <summary>The same with running statistics.</summary>
    public static void EmitRunning(MapWriter map)
    {
        VectorCode code = map.Code;
        string[] parameters = [.. map.Plan.Weights.Select(KernelText.Weights)];
        double epsilon = ((RunningNormalize)map.Plan.Operation).Norm.Epsilon;
        Prepare(map, 1, (c, scratch) =>
        {
            map.Writer.Line($"{code.Type} deviation = {Deviation(map, parameters[3], c, epsilon)};");
            map.Writer.Line($"({code.Load(parameters[0] + c)} / deviation).Store({scratch(0)});");
        });
        map.Writer.Line($"float* mean = {parameters[2]}, bias = {parameters[1]};");
        EmitStandardized(map, "x");
    }

    /// <summary><c>((dy − mean(dy)) − (x − mean) · slope) · scale</c>, where slope has the mean of dy · x̂ and one more
    /// deviation.</summary>
    public static void EmitGradient(MapWriter map)
    {
        VectorCode code = map.Code;
        double epsilon = ((BatchNormInputGradient)map.Plan.Operation).Norm.Epsilon;
        View sums = map.Plan.Inputs[3];
        int padded = PackedWeights.PaddedTo16(map.Output.Channels);
        Prepare(map, 3, (c, scratch) =>
        {
            map.Writer.Line($"{code.Type} deviation = {Deviation(map, Statistics(map, 1), c, epsilon)};");
            map.Writer.Line($"{code.Type} positions = {code.Constant(map.Output.Pixels)};");
            map.Writer.Line($"({code.Load(KernelText.Weights(map.Plan.Weights[0]) + c)} / deviation).Store({scratch(0)});");
            map.Writer.Line($"({code.Load(KernelText.Base(sums) + c)} / positions).Store({scratch(1)});");
            string products = code.Load(KernelText.Base(sums, sums.PixelStride) + c);
            map.Writer.Line($"({products} / positions / deviation).Store({scratch(2)});");
        });
        map.Writer.Line($"float* mean = {Statistics(map, 0)};");
        map.OpenPixels("x", "", "dy");
        map.Channels(map.Output.Channels, c =>
        {
            map.Writer.Line($"{code.Type} distance = {code.Load("x" + c)} - {code.Load("mean" + c)};");
            map.Writer.Line($"{code.Type} g = {code.Load("dy" + c)} - {code.Load($"channel + {padded}{c}")};");
            map.Writer.Line($"g = {code.MultiplyAddNegated("distance", code.Load($"channel + {2 * padded}{c}"), "g")};");
            map.Writer.Line($"{code.Type} v = g * {code.Load("channel" + c)};");
        });
        map.ClosePixels("x", "", "dy");
    }

    /// <summary>The gradient of a frozen norm: dy · scale.</summary>
    public static void EmitFixedGradient(MapWriter map)
    {
        VectorCode code = map.Code;
        double epsilon = ((FixedNormGradient)map.Plan.Operation).Norm.Epsilon;
        Prepare(map, 1, (c, scratch) =>
        {
            map.Writer.Line($"{code.Type} deviation = {Deviation(map, KernelText.Weights(map.Plan.Weights[1]), c, epsilon)};");
            map.Writer.Line($"({code.Load(KernelText.Weights(map.Plan.Weights[0]) + c)} / deviation).Store({scratch(0)});");
        });
        map.OpenPixels("dy");
        map.Channels(map.Output.Channels, c =>
            map.Writer.Line($"{code.Type} v = {code.Load("dy" + c)} * {code.Load("channel" + c)};"));
        map.ClosePixels("dy");
    }

    private static void EmitStandardized(MapWriter map, params string[] pointers)
    {
        VectorCode code = map.Code;
        map.OpenPixels(pointers);
        map.Channels(map.Output.Channels, c =>
        {
            string distance = $"{code.Load("x" + c)} - {code.Load("mean" + c)}";
            map.Writer.Line($"{code.Type} v = {code.MultiplyAdd(distance, code.Load("channel" + c), code.Load("bias" + c))};");
        });
        map.ClosePixels(pointers);
    }

    /// <summary>Fills <c>channel</c>: so many values for each channel.</summary>
    private static void Prepare(MapWriter map, int values, Action<string, Func<int, string>> vector)
    {
        int padded = PackedWeights.PaddedTo16(map.Output.Channels);
        map.Writer.Line($"float* channel = {KernelText.Scratch(map.Plan)};");
        map.Writer.Open($"for (int c = 0; c < {map.Output.Channels}; c += {map.Lanes})");
        vector(" + c", value => $"channel + {KernelText.Plus("c", (long)value * padded)}");
        map.Writer.Close();
    }

    private static string Deviation(MapWriter map, string variance, string c, double epsilon) =>
        $"{map.Code.Class}.Sqrt({map.Code.Load(variance + c)} + {map.Code.Constant(epsilon)})";

    /// <summary>The batch's mean (row 0) or variance (row 1), the operation's second input.</summary>
    private static string Statistics(MapWriter map, int row) =>
        KernelText.Base(map.Plan.Inputs[1], (long)row * map.Plan.Inputs[1].PixelStride);
}
