using Fusion.Compiler.Emit.Cpu.Maps;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// The divergence of softmaxes over the positions of each channel of each sample. The sums of a sample are, for each channel, the student's
/// and the teacher's largest value, the sums of the exponentials of what is below them, that of the exponentials' differences, and then
/// that of the divergence's terms: see <see cref="LogRatio"/>.
/// </summary>
internal static class ChannelWiseKlEmitter
{
    private static readonly string[] s_sums = ["student", "teacher", "difference"];

    public static void EmitSums(ChunkWriter chunk)
    {
        CodeWriter writer = chunk.Writer;
        VectorCode code = chunk.Code;
        int padded = chunk.Plan.Sums.Padded, half = chunk.Context.Set.Lanes / 2;
        string[] pointers = ["student", "teacher"];
        chunk.OpenChunks();
        chunk.OpenChannels();
        writer.Line($"{code.Type} studentMost = {code.Broadcast("float.NegativeInfinity")}, teacherMost = studentMost;");
        chunk.OpenRows(pointers, " + c");
        writer.Open($"for (int column = 0; column < columns; column++, {chunk.Step(pointers)})");
        writer.Line($"studentMost = {code.Max(code.Load("student"), "studentMost")};");
        writer.Line($"teacherMost = {code.Max(code.Load("teacher"), "teacherMost")};");
        writer.Close();
        writer.Close();
        var loss = Loss(chunk.Plan.Operation);
        var sums = chunk.Sum(pointers, s_sums, () =>
        {
            LogRatio ratio = EmitPowers(chunk.Context, loss, "");
            writer.Line("studentPart += s;");
            writer.Line("teacherPart += t;");
            writer.Line($"differencePart += {ratio.DifferenceOfPowers};");
        });
        writer.Line($"{code.WidenLower("studentMost")}.Store(sums + c);");
        writer.Line($"{code.WidenUpper("studentMost")}.Store(sums + {half} + c);");
        writer.Line($"{code.WidenLower("teacherMost")}.Store(sums + {padded} + c);");
        writer.Line($"{code.WidenUpper("teacherMost")}.Store(sums + {padded + half} + c);");
        for (int i = 0; i < sums.Count; i++) sums[i].Store($"sums + {(2 + i) * padded} + c");
        if (chunk.Plan.Operation is not LossGradient { Input: 0 }) EmitTermSums(chunk, loss);
        writer.Close();
        writer.Close();
    }

    /// <summary>What a sample adds to the loss.</summary>
    public static void EmitValue(CodeWriter writer, PartialSums sums)
    {
        int padded = sums.Padded;
        writer.Line($"for (int c = 0; c < {sums.Channels}; c++) total += sums[{5 * padded} + c] / sums[{3 * padded} + c];");
    }

    public static void EmitGradient(MapWriter map)
    {
        var gradient = (LossGradient)map.Plan.Operation;
        ChannelWiseKl loss = Loss(gradient);
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
        writer.Comment("For each channel the largest values, what exponentials are multiplied by, the ratio's logarithm, the divergence.");
        writer.Open($"for (int c = 0; c < {channels}; c++)");
        writer.Line($"double studentSum = sums[{2 * padded} + c], teacherSum = sums[{3 * padded} + c];");
        writer.Line("channel[c] = (float)sums[c];");
        writer.Line($"channel[{padded} + c] = (float)sums[{padded} + c];");
        writer.Line($"channel[{2 * padded} + c] = (float)(scale / studentSum);");
        writer.Line($"channel[{3 * padded} + c] = (float)(scale / teacherSum);");
        writer.Line($"channel[{4 * padded} + c] = (float){LogOfRatio(map.Context, "studentSum", $"sums[{4 * padded} + c]")};");
        if (gradient.Input == 1) writer.Line($"channel[{5 * padded} + c] = (float)(sums[{5 * padded} + c] / teacherSum);");
        writer.Close();
        map.InputRow(0, "student");
        map.InputRow(1, "teacher");
        writer.Open($"for (int column = 0; column < {map.Output.Width}; column++)");
        map.Channels(channels, c =>
        {
            string Value(int i) => code.Load($"channel{KernelText.Offset(i * padded)}{c}");
            writer.Line($"{code.Type} studentMost = {Value(0)}, teacherMost = {Value(1)};");
            LogRatio ratio = EmitPowers(map.Context, loss, c);
            ratio.EmitLog(Value(4));
            writer.Line(gradient.Input == 0
                ? $"{code.Type} v = {ratio.DifferenceOfShares(Value(2), Value(3))};"
                : $"{code.Type} v = {ratio.UnlessExcluded($"t * (log - {Value(5)}) * {Value(3)}")};");
        });
        map.ClosePixels("student", "teacher");
    }

    /// <summary>Sums the divergence's terms, once the sums of the exponentials are known.</summary>
    private static void EmitTermSums(ChunkWriter chunk, ChannelWiseKl loss)
    {
        CodeWriter writer = chunk.Writer;
        VectorCode code = chunk.Code;
        int padded = chunk.Plan.Sums.Padded, lanes = chunk.Context.Set.Lanes;
        writer.Line($"float* channel = {KernelText.Scratch(chunk.Plan)};");
        writer.Open($"for (int i = c; i < c + {lanes}; i++)");
        writer.Line($"double studentSum = sums[{2 * padded} + i], teacherSum = sums[{3 * padded} + i];");
        writer.Line($"channel[i - c] = (float){LogOfRatio(chunk.Context, "studentSum", $"sums[{4 * padded} + i]")};");
        writer.Line($"channel[{lanes} + i - c] = (float)(teacherSum / studentSum);");
        writer.Close();
        writer.Line($"{code.Type} shifts = {code.Load("channel")}, ratios = {code.Load($"channel + {lanes}")};");
        chunk.Sum(["student", "teacher"], ["terms"], () =>
        {
            LogRatio ratio = EmitPowers(chunk.Context, loss, "");
            ratio.EmitLog("shifts");
            writer.Line($"termsPart += {ratio.Term("ratios")};");
        })[0].Store($"sums + {5 * padded} + c");
    }

    private static ChannelWiseKl Loss(Operation operation) =>
        (ChannelWiseKl)(operation is LossGradient gradient ? gradient.Loss : operation);

    private static string LogOfRatio(CpuContext context, string studentSum, string difference) =>
        context.Functions.Call("ScalarLogOnePlus", $"{difference} / {studentSum}");

    /// <summary>The exponentials of a position, <c>s</c> and <c>t</c>, and <c>u</c>.</summary>
    private static LogRatio EmitPowers(CpuContext context, ChannelWiseKl loss, string c)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        string temperature = code.Constant(loss.Temperature);
        writer.Line($"{code.Type} studentBelow = {code.Load("student" + c)} - studentMost;");
        writer.Line($"{code.Type} teacherBelow = {code.Load("teacher" + c)} - teacherMost;");
        writer.Line($"{code.Type} s = {context.Functions.Call("Exp", $"studentBelow / {temperature}")};");
        writer.Line($"{code.Type} t = {context.Functions.Call("Exp", $"teacherBelow / {temperature}")};");
        var ratio = new LogRatio(context, loss.Temperature);
        ratio.EmitDifference("teacherBelow", "studentBelow");
        return ratio;
    }
}
