using Fusion.Compiler.Emit.Cpu.Maps;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Losses that are a mean over all values, and their gradients. The formulas are in the operations.</summary>
internal static class ElementwiseLossEmitter
{
    public static void EmitValue(ChunkWriter chunk)
    {
        if (chunk.Plan.Operation is MeanSquaredError { Normalization: FeatureNormalization.PerPixel })
        {
            DirectionLossEmitter.EmitValue(chunk);
            return;
        }
        CodeWriter writer = chunk.Writer;
        VectorCode code = chunk.Code;
        chunk.OpenChunks();
        chunk.OpenChannels();
        if (chunk.Plan.Operation is MarginMse) writer.Line($"{code.Type} margin = {chunk.PerChannel(2)};");
        var loss = (Loss)chunk.Plan.Operation;
        chunk.Sum(Pointers(loss), ["sum"], () =>
        {
            writer.Line($"{code.Type} a = {code.Load("student")}, t = {code.Load("teacher")};");
            EmitDifference(writer, code, loss);
            string value = loss switch
            {
                MeanSquaredError or MarginMse or WeightedSquaredError => "d * d",
                MeanAbsoluteError => $"{code.Class}.Abs(d)",
                SmoothL1 smooth => Smooth(code, smooth.Beta),
                BinaryCrossEntropy => $"{code.Max("a", code.Zero)} - a * t + "
                    + chunk.Context.Functions.Call("LogOnePlus", chunk.Context.Functions.Call("Exp", $"-{code.Class}.Abs(a)")),
                _ => throw new NotSupportedException($"{loss.Kind} has no kernel."),
            };
            if (IsWeighted(loss))
            {
                writer.Line($"{code.Type} w = {code.Load("weight")};");
                value = Weighted(code, value);
            }
            writer.Line(loss is MeanSquaredError or MarginMse ? $"sumPart = {code.MultiplyAdd("d", "d", "sumPart")};"
                : $"sumPart += {value};");
        })[0].Store("sums + c");
        writer.Close();
        writer.Close();
    }

    public static void EmitGradient(MapWriter map)
    {
        var gradient = (LossGradient)map.Plan.Operation;
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        if (gradient.Loss is MeanSquaredError { Normalization: FeatureNormalization.PerPixel })
        {
            DirectionLossEmitter.EmitGradient(map);
            return;
        }
        if (gradient.Input == 2)
            throw new NotSupportedException($"The gradient of {gradient.Loss.Kind} by its margins has no kernel.");
        int sign = gradient.Input == 0 ? 1 : -1;
        double factor = gradient.Loss is MeanSquaredError or MarginMse or WeightedSquaredError ? 2 * sign
            : gradient.Loss is BinaryCrossEntropy ? 1 : sign;
        string scale = CodeWriter.Double(factor / ((double)map.Output.Pixels * map.Output.Channels));
        writer.Line($"{code.Type} scale = {code.Broadcast($"(float)({LossGradientEmitter.Seed(map)} * {scale})")};");
        if (gradient.Loss is MarginMse) writer.Line($"float* margins = {KernelText.Base(map.Plan.Inputs[2])};");
        string[] pointers = [.. Pointers(gradient.Loss)];
        map.OpenPixels(pointers);
        map.Channels(map.Output.Channels, c =>
        {
            writer.Line($"{code.Type} a = {code.Load("student" + c)}, t = {code.Load("teacher" + c)};");
            if (gradient.Loss is MarginMse) writer.Line($"{code.Type} margin = {code.Load("margins" + c)}, before = t;");
            EmitDifference(writer, code, gradient.Loss);
            string value = $"{Derivative(map, gradient)} * scale";
            if (IsWeighted(gradient.Loss))
            {
                writer.Line($"{code.Type} w = {code.Load("weight" + c)};");
                value = Weighted(code, value);
            }
            writer.Line($"{code.Type} v = {value};");
        });
        map.ClosePixels(pointers);
    }

    private static bool IsWeighted(Loss loss) => loss is ElementwiseLoss { IsWeighted: true };

    private static IReadOnlyList<string> Pointers(Loss loss) =>
        IsWeighted(loss) ? ["student", "teacher", "weight"] : ["student", "teacher"];

    /// <summary>What a weight of 0 is for need not be a number.</summary>
    private static string Weighted(VectorCode code, string value) =>
        $"{code.Class}.ConditionalSelect({code.Class}.Equals(w, {code.Zero}), {code.Zero}, ({value}) * w)";

    /// <summary>The difference <c>d</c> of <c>a</c> and <c>t</c>, where the loss has one.</summary>
    private static void EmitDifference(CodeWriter writer, VectorCode code, Loss loss)
    {
        if (loss is BinaryCrossEntropy) return;
        if (loss is not MarginMse)
        {
            writer.Line($"{code.Type} d = a - t;");
            return;
        }
        writer.Line($"t = {code.Max("margin", "t")};");
        string counts = $"{code.Class}.GreaterThan(a, t) | {code.Class}.GreaterThan(t, {code.Zero})";
        // The product keeps a NaN from being hidden.
        writer.Line($"{code.Type} d = (a - t) * {code.Class}.ConditionalSelect({counts}, {code.Constant(1)}, {code.Zero});");
    }

    private static string Smooth(VectorCode code, double beta)
    {
        string distance = $"{code.Class}.Abs(d)", near = $"{code.Class}.LessThan({distance}, {code.Constant(beta)})";
        return $"{code.Class}.ConditionalSelect({near}, d * d * {code.Constant(0.5 / beta)}, {distance} - {code.Constant(beta / 2)})";
    }

    /// <summary>By the student's value; by the teacher's it has the other sign, which the scale brings, except for
    /// <see cref="BinaryCrossEntropy"/>.</summary>
    private static string Derivative(MapWriter map, LossGradient gradient)
    {
        VectorCode code = map.Code;
        string Select(string condition, string yes, string no) => $"{code.Class}.ConditionalSelect({condition}, {yes}, {no})";
        string Above(string value) => $"{code.Class}.GreaterThan(d, {value})";
        string Below(string value) => $"{code.Class}.LessThan(d, {value})";
        return gradient.Loss switch
        {
            MarginMse when gradient.Input == 1 => Select($"{code.Class}.GreaterThanOrEqual(before, margin)", "d", code.Zero),
            MeanSquaredError or MarginMse or WeightedSquaredError => "d",
            MeanAbsoluteError => Select(Above(code.Zero), code.Constant(1), Select(Below(code.Zero), code.Constant(-1), "d")),
            SmoothL1 smooth => Select(Above(code.Constant(smooth.Beta)), code.Constant(1),
                Select(Below(code.Constant(-smooth.Beta)), code.Constant(-1), $"d * {code.Constant(1 / smooth.Beta)}")),
            BinaryCrossEntropy when gradient.Input == 1 => "-a",
            BinaryCrossEntropy => $"({map.Context.Functions.Call("Sigmoid", "a")} - t)",
            _ => throw new NotSupportedException($"The gradient of {gradient.Loss.Kind} has no kernel."),
        };
    }
}
