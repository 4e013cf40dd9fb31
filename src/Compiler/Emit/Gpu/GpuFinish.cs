using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints the method that takes a kernel's result through the epilogue and stores it.</summary>
/// <param name="suffix">Behind the method's name, where a kernel has several.</param>
/// <param name="stores">Whether the result is stored, not only returned.</param>
internal sealed class GpuFinish(
    GpuContext context, GpuKernelPlan kernel, View output, EquatableArray<EpilogueStep> epilogue, string suffix = "",
    bool stores = true)
{
    /// <summary>Whether four channels at a time can be finished: every value that takes part has them side by side.</summary>
    public bool OfVectors { get; } = GpuLanes.IsOfVectors(output)
        && epilogue.All(step => step.Operand is null || step.IsOneNumber(output) || GpuLanes.IsOfVectors(step.Operand));

    /// <summary>The step whose operand the kernel loads ahead and hands over, so that many loads are on their way at a time; -1 where
    /// there is none.</summary>
    private int _ahead = -1;

    private string Name => kernel.Name + "_Finish" + suffix;

    /// <summary>Has an operand of each result loaded ahead, where there is one.</summary>
    /// <returns>Whether there is.</returns>
    public bool LoadAhead()
    {
        if (OfVectors) _ahead = epilogue.ToList()
            .FindIndex(step => step.Operand?.Pixels == output.Pixels && !step.IsPerChannel(output) && !step.IsOneNumber(output));
        return _ahead >= 0;
    }

    /// <summary>The call that loads that operand of four channels of a position.</summary>
    public string Operand(string position, string channel) => $"{Name}_Operand({GpuContext.Arguments}, {position}, {channel})";

    /// <summary>The statement that finishes and stores four channels of a position.</summary>
    /// <param name="operand">What was loaded ahead, where something is.</param>
    public string Call(string position, string channel, string value, string operand = "") =>
        $"{Name}({GpuContext.Arguments}, {position}, {channel}, {value}{(operand.Length == 0 ? "" : ", " + operand)})";

    /// <summary>Prints the methods. The one for four channels is there in any case.</summary>
    public void Emit(bool alsoOne = false)
    {
        if (!OfVectors || alsoOne) EmitOne();
        CodeWriter writer = context.Writer;
        writer.Line();
        writer.Summary($"Finishes {kernel.Name}'s results: four channels, from a multiple of four on. Returns them.");
        string ahead = _ahead < 0 ? "" : $", Float4 r{_ahead}";
        writer.Open($"private static Float4 {Name}({GpuContext.Parameters}, int position, int channel, Float4 v{ahead})");
        if (OfVectors)
        {
            writer.Line("int vector = channel / 4;");
            EmitSteps("vector", ofVectors: true);
        }
        else
        {
            for (int c = 0; c < 4; c++)
            {
                string at = GpuValue.Sum("channel", c == 0 ? "" : CodeWriter.Number(c)), lane = $"v.{"XYZW"[c]}";
                writer.Line($"{lane} = {at} < {output.Channels} ? {Call("position", at, lane)} : 0f;");
            }
        }
        writer.Line("return v;");
        writer.Close();
        if (_ahead >= 0) EmitOperand(epilogue[_ahead].Operand!);
    }

    private void EmitOperand(View operand)
    {
        CodeWriter writer = context.Writer;
        GpuValue value = context.Value("m" + _ahead, operand, ofVectors: true);
        writer.Line();
        writer.Summary("What is added or multiplied there, loaded ahead.");
        writer.Open($"private static Float4 {Name}_Operand({GpuContext.Parameters}, int position, int channel)");
        writer.Line(value.Declaration);
        writer.Line($"return {value.At("position", GpuValue.Divided("channel", 4))};");
        writer.Close();
    }

    /// <summary>Prints the method for one channel alone.</summary>
    public void EmitOne()
    {
        CodeWriter writer = context.Writer;
        writer.Line();
        writer.Summary($"Finishes one result of {kernel.Name} and returns it.");
        writer.Open($"private static float {Name}({GpuContext.Parameters}, int position, int channel, float v)");
        EmitSteps("channel", ofVectors: false);
        writer.Line("return v;");
        writer.Close();
    }

    private void EmitSteps(string channel, bool ofVectors)
    {
        CodeWriter writer = context.Writer;
        for (int i = 0; i < epilogue.Count; i++)
        {
            EpilogueStep step = epilogue[i];
            string operand = "r" + i;
            if (step.Operand is not null && i != _ahead)
            {
                bool isOneNumber = step.IsOneNumber(output);
                GpuValue value = context.Value("m" + i, step.Operand, ofVectors && !isOneNumber);
                writer.Line(value.Declaration);
                writer.Line($"{value.Type} {operand} = {value.At(PositionIn(step.Operand), isOneNumber ? "0" : channel)};");
            }
            if (step.Vector.Count > 0) writer.Line($"{Type(ofVectors)} s{i} = {Weights("s" + i, step.Vector[0], channel, ofVectors)};");
            if (step.Vector.Count > 1) writer.Line($"{Type(ofVectors)} t{i} = {Weights("t" + i, step.Vector[1], channel, ofVectors)};");
            string scale = "s" + i, shift = "t" + i;
            bool isOne = step.IsOneNumber(output);
            Each(ofVectors, v =>
                $"{v("v")} = {Expression(step.Operation, v("v"), isOne ? operand : v(operand), v(scale), v(shift))};");
        }
        if (!stores) return;
        GpuValue result = context.Value("y", output, ofVectors);
        writer.Line(result.Declaration);
        writer.Line($"{result.At("position", channel)} = v;");
    }

    /// <summary>The position of an operand that counts for a position of the output, both counted over all samples.</summary>
    private string PositionIn(View operand)
    {
        if (operand.Pixels == output.Pixels) return "position";
        string sample = GpuValue.Divided("position", output.Pixels);
        if (operand.Pixels == 1) return sample;
        var terms = new List<string> { GpuValue.Times(sample, operand.Pixels) };
        int behind = 1, own = 1;
        foreach ((int all, int few) in new[]
            { (output.Width, operand.Width), (output.Height, operand.Height), (output.Frames, operand.Frames) })
        {
            if (few > 1) terms.Add(GpuValue.Times(GpuValue.Remainder(GpuValue.Divided("position", behind), all), own));
            behind *= all;
            own *= few;
        }
        return GpuValue.Sum([.. terms]);
    }

    private static string Type(bool ofVectors) => ofVectors ? "Float4" : "float";

    private string Weights(string role, long offset, string channel, bool ofVectors) =>
        $"{context.Weights(role, offset, ofVectors)}[{channel}]";

    private void Each(bool ofVectors, Func<Func<string, string>, string> statement)
    {
        if (!ofVectors)
        {
            context.Writer.Line(statement(name => name));
            return;
        }
        foreach (char c in "XYZW") context.Writer.Line(statement(name => $"{name}.{c}"));
    }

    private string Clamped(Clamp clamp, string x) => (clamp.Min, clamp.Max) switch
    {
        ({ } min, { } max) => context.Functions.Call("Clamp", x, CodeWriter.Float(min), CodeWriter.Float(max)),
        ({ } min, null) => $"{x} < {CodeWriter.Float(min)} ? {CodeWriter.Float(min)} : {x}",
        (null, { } max) => $"{x} > {CodeWriter.Float(max)} ? {CodeWriter.Float(max)} : {x}",
        _ => x,
    };

    private string Expression(Operation operation, string x, string operand, string s, string t) => operation switch
    {
        BinaryOperation { IsReversed: true } binary => Expression(binary.Swapped, operand, x, s, t),
        Add => $"{x} + {operand}",
        Subtract => $"{x} - {operand}",
        Multiply => $"{x} * {operand}",
        Divide => $"{x} / {operand}",
        Minimum => context.Functions.Call("Less", x, operand),
        Maximum => context.Functions.Call("Greater", x, operand),
        Power => context.Functions.Call("Power", x, operand),
        Affine { Offset: 0 } affine => $"{x} * {CodeWriter.Float(affine.Scale)}",
        Affine { Scale: 1 } affine => $"{x} + {CodeWriter.Float(affine.Offset)}",
        Affine affine => $"{x} * {CodeWriter.Float(affine.Scale)} + {CodeWriter.Float(affine.Offset)}",
        Clamp clamp => Clamped(clamp, x),
        Exp => context.Functions.Call("Exp", x),
        Log => context.Functions.Call("Ln", x),
        Sin => context.Functions.Call("Turn", x, "0"),
        Cos => context.Functions.Call("Turn", x, "1"),
        Pow { Exponent: 0 } => "1f",
        Pow pow => context.Functions.Call("Power", x, CodeWriter.Float(pow.Exponent)),
        Sqrt => context.Functions.Call("Sqrt", x),
        Rsqrt => context.Functions.Call("Rsqrt", x),
        IsZero => $"{x} == 0f ? 1f : 0f",
        Square => $"{x} * {x}",
        Abs => $"MathF.Abs({x})",
        Reciprocal reciprocal => $"{CodeWriter.Float(reciprocal.Numerator)} / {x}",
        ChannelScale { Bias: null } => $"{x} * {s}",
        ChannelAffine => $"{x} * {s} + {t}",
        PRelu => $"{x} < 0f ? {x} * {s} : {x}",
        Relu => $"{x} < 0f ? 0f : {x}",
        Relu6 => context.Functions.Call("Clamp", x, "0f", "6f"),
        LeakyRelu leaky => $"{x} < 0f ? {x} * {CodeWriter.Float(leaky.Slope)} : {x}",
        HardSigmoid hard => context.Functions.Call(
            "Clamp", $"{x} * {CodeWriter.Float(hard.Slope)} + {CodeWriter.Float(hard.Offset)}", "0f", "1f"),
        HardSwish => context.Functions.Call("HardSwish", x),
        Sigmoid => context.Functions.Call("Sigmoid", x),
        Silu => context.Functions.Call("Silu", x),
        Tanh => context.Functions.Call("Tanh", x),
        Gelu gelu => context.Functions.Call(gelu.Approximate ? "GeluTanh" : "Gelu", x),
        Elu elu => context.Functions.Call("Elu", x, CodeWriter.Float(elu.Alpha)),
        Mish => context.Functions.Call("Mish", x),
        Softplus => context.Functions.Call("Softplus", x),
        ThresholdedRelu relu => context.Functions.Call("Threshold", x, CodeWriter.Float(relu.Alpha)),
        _ => throw new NotSupportedException($"{operation.Kind} has no form for GPUs."),
    };
}
