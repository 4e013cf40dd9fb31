using Fusion.Compiler.Emit.Cpu.Maps;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// The divergence of softmaxes over the positions of each channel of each sample. The sums of a sample are, for each channel, the student's
/// and the teacher's largest value, the sums of the exponentials of what is below them, and that of the teacher's times u, the difference
/// of the two below their largest.
/// </summary>
internal static class ChannelWiseKlEmitter
{
    private static readonly string[] s_sums = ["student", "teacher", "terms"];

    public static void EmitSums(ChunkWriter chunk)
    {
        CodeWriter writer = chunk.Writer;
        VectorCode code = chunk.Code;
        int padded = chunk.Plan.Sums.Padded, half = chunk.Context.Set.Lanes / 2;
        string[] pointers = ["s", "t"];
        chunk.OpenChunks();
        chunk.OpenChannels();
        writer.Line($"{code.Type} studentMost = {code.Broadcast("float.NegativeInfinity")}, teacherMost = studentMost;");
        chunk.OpenRows(pointers, " + c");
        writer.Open($"for (int column = 0; column < columns; column++, {chunk.Step(pointers)})");
        writer.Line($"studentMost = {code.Max(code.Load("s"), "studentMost")};");
        writer.Line($"teacherMost = {code.Max(code.Load("t"), "teacherMost")};");
        writer.Close();
        writer.Close();
        var sums = chunk.Sum(pointers, s_sums, () =>
        {
            EmitTerms(chunk.Context, (ChannelWiseKl)Loss(chunk.Plan.Operation), "s", "t", "");
            foreach (string name in s_sums) writer.Line($"{name}Part += {name}Term;");
        });
        writer.Line($"{code.WidenLower("studentMost")}.Store(sums + c);");
        writer.Line($"{code.WidenUpper("studentMost")}.Store(sums + {half} + c);");
        writer.Line($"{code.WidenLower("teacherMost")}.Store(sums + {padded} + c);");
        writer.Line($"{code.WidenUpper("teacherMost")}.Store(sums + {padded + half} + c);");
        for (int i = 0; i < sums.Count; i++) sums[i].Store($"sums + {(2 + i) * padded} + c");
        writer.Close();
        writer.Close();
    }

    /// <summary>What a sample adds to the loss.</summary>
    public static void EmitValue(CodeWriter writer, PartialSums sums)
    {
        int padded = sums.Padded;
        writer.Line($"for (int c = 0; c < {sums.Channels}; c++)");
        writer.Line($"    total += sums[{4 * padded} + c] / sums[{3 * padded} + c] "
            + $"+ (Math.Log(sums[{2 * padded} + c]) - Math.Log(sums[{3 * padded} + c]));");
    }

    public static void EmitGradient(MapWriter map)
    {
        var gradient = (LossGradient)map.Plan.Operation;
        var loss = (ChannelWiseKl)gradient.Loss;
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        View partials = map.Plan.Inputs[map.Plan.Inputs.Count - 1];
        int samples = partials.Width, channels = map.Output.Channels, padded = PackedWeights.PaddedTo16(channels);
        string factor = CodeWriter.Double(loss.Temperature / ((double)samples * channels));
        writer.Line($"double* samples = (double*)({KernelText.Base(partials)});");
        writer.Line($"double scale = (double){LossGradientEmitter.Seed(map)} * {factor};");
        writer.Line($"float* channel = {KernelText.Scratch(map.Plan)};");
        map.OpenRows();
        writer.Line($"double* sums = samples + row / {map.Output.Rows / samples} * {partials.Channels / 2};");
        writer.Comment("For each channel the largest values, what exponentials are multiplied by, and the mean of u.");
        writer.Open($"for (int c = 0; c < {channels}; c++)");
        writer.Line($"double student = sums[{2 * padded} + c], teacher = sums[{3 * padded} + c];");
        writer.Line("channel[c] = (float)sums[c];");
        writer.Line($"channel[{padded} + c] = (float)sums[{padded} + c];");
        writer.Line($"channel[{2 * padded} + c] = (float)(scale / student);");
        writer.Line($"channel[{3 * padded} + c] = (float)(scale / teacher);");
        writer.Line($"channel[{4 * padded} + c] = (float)(sums[{4 * padded} + c] / teacher);");
        writer.Close();
        map.InputRow(0, "s");
        map.InputRow(1, "t");
        writer.Open($"for (int column = 0; column < {map.Output.Width}; column++)");
        map.Channels(channels, c =>
        {
            string Value(int i) => code.Load($"channel{KernelText.Offset(i * padded)}{c}");
            writer.Line($"{code.Type} studentMost = {Value(0)}, teacherMost = {Value(1)};");
            EmitTerms(map.Context, loss, "s", "t", c);
            // Two products, each rounded: of equal ones nothing must be left.
            writer.Line(gradient.Input == 0
                ? $"{code.Type} v = studentTerm * {Value(2)} - teacherTerm * {Value(3)};"
                : $"{code.Type} v = (termsTerm - teacherTerm * {Value(4)}) * {Value(3)};");
        });
        map.ClosePixels("s", "t");
    }

    private static Operation Loss(Operation operation) => operation is LossGradient gradient ? gradient.Loss : operation;

    /// <summary>The exponentials of a position, <c>studentTerm</c> and <c>teacherTerm</c>, and the teacher's times u.</summary>
    private static void EmitTerms(CpuContext context, ChannelWiseKl loss, string student, string teacher, string c)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        string temperature = code.Constant(loss.Temperature);
        writer.Line($"{code.Type} studentBelow = {code.Load(student + c)} - studentMost;");
        writer.Line($"{code.Type} teacherBelow = {code.Load(teacher + c)} - teacherMost;");
        writer.Line($"{code.Type} studentTerm = {context.Functions.Call("Exp", $"studentBelow / {temperature}")};");
        writer.Line($"{code.Type} teacherTerm = {context.Functions.Call("Exp", $"teacherBelow / {temperature}")};");
        writer.Line($"{code.Type} termsTerm = teacherTerm * ((teacherBelow - studentBelow) / {temperature});");
        writer.Line(
            $"termsTerm = {code.Class}.ConditionalSelect({code.Class}.Equals(teacherTerm, {code.Zero}), {code.Zero}, termsTerm);");
    }
}
