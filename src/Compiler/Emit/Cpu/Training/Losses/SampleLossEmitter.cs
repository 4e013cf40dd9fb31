using Fusion.Compiler.Emit.Cpu.Maps;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Losses between what is divided by its length over each sample: the features themselves, or their maps of attention. With a and t the
/// two before the division, everything follows from Σa², Σt² and Σat of the sample.
/// </summary>
internal static class SampleLossEmitter
{
    private static readonly string[] s_sums = ["student", "teacher", "product"];

    private static string Least => CodeWriter.Double(UnitVector.Epsilon);

    /// <summary>Sums the features of each sample.</summary>
    public static void EmitFeatureSums(ChunkWriter chunk)
    {
        CodeWriter writer = chunk.Writer;
        VectorCode code = chunk.Code;
        int channels = chunk.Plan.Inputs[0].Channels, padded = PackedWeights.PaddedTo16(channels);
        writer.Line($"double* perChannel = (double*)({KernelText.Scratch(chunk.Plan)});");
        chunk.OpenChunks();
        chunk.OpenChannels();
        var sums = chunk.Sum(["a", "t"], s_sums, () =>
        {
            writer.Line($"{code.Type} own = {code.Load("a")}, other = {code.Load("t")};");
            foreach (var (name, left,
                right) in new[] { ("student", "own", "own"), ("teacher", "other", "other"), ("product", "own", "other") })
                writer.Line($"{name}Part = {code.MultiplyAdd(left, right, name + "Part")};");
        });
        for (int i = 0; i < sums.Count; i++) sums[i].Store($"perChannel + {i * padded} + c");
        writer.Close();
        writer.Open($"for (int i = 0; i < {SampleSums.Count}; i++)");
        writer.Line("sums[i] = 0;");
        writer.Line($"for (int c = 0; c < {channels}; c++) sums[i] += perChannel[i * {padded} + c];");
        writer.Close();
        writer.Close();
    }

    /// <summary>Sums the maps of attention of each sample.</summary>
    public static void EmitMapSums(ChunkWriter chunk)
    {
        CodeWriter writer = chunk.Writer;
        var maps = new AttentionMap(chunk.Context, chunk.Plan.Inputs);
        maps.Declare(KernelText.Scratch(chunk.Plan));
        string[] pointers = ["student", "teacher"];
        chunk.OpenChunks();
        foreach (string name in s_sums) writer.Line($"double {name}Sum = 0;");
        chunk.OpenRows(pointers);
        writer.Open($"for (int column = 0; column < columns; column++, {chunk.Step(pointers)})");
        maps.Emit();
        writer.Line("studentSum += studentMap * studentMap;");
        writer.Line("teacherSum += teacherMap * teacherMap;");
        writer.Line("productSum += studentMap * teacherMap;");
        writer.Close();
        writer.Close();
        for (int i = 0; i < s_sums.Length; i++) writer.Line($"sums[{i}] = {s_sums[i]}Sum;");
        writer.Close();
    }

    /// <summary>What a sample adds to the loss, from its <c>sums</c>: the square of the distance of the unit vectors, or the
    /// distance.</summary>
    public static void EmitValue(CodeWriter writer, Operation loss)
    {
        EmitLengths(writer);
        writer.Line("double square = Math.Max(0, studentSquare + teacherSquare - 2 * cosine);");
        writer.Line(loss is AttentionTransfer { Reduction: AttentionReduction.Distance }
            ? "total += Math.Sqrt(square);"
            : "total += square;");
    }

    public static void EmitGradient(MapWriter map)
    {
        var gradient = (LossGradient)map.Plan.Operation;
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        bool isAttention = gradient.Loss is AttentionTransfer;
        string own = gradient.Input == 0 ? "student" : "teacher", other = gradient.Input == 0 ? "teacher" : "student";
        var maps = new AttentionMap(map.Context, map.Plan.Inputs);
        if (isAttention) maps.Declare(KernelText.Scratch(map.Plan));
        View partials = map.Plan.Inputs[map.Plan.Inputs.Count - 1];
        int samples = partials.Width;
        writer.Line($"double* samples = (double*)({KernelText.Base(partials)});");
        writer.Line($"double seed = {LossGradientEmitter.Seed(map)};");
        map.OpenRows();
        writer.Line($"double* sums = samples + row / {map.Output.Rows / samples} * {partials.Channels / 2};");
        EmitLengths(writer);
        EmitShares(map, gradient, own, other, samples);
        map.InputRow(0, "student");
        map.InputRow(1, "teacher");
        writer.Open($"for (int column = 0; column < {map.Output.Width}; column++)");
        if (isAttention)
        {
            maps.Emit();
            string factor = CodeWriter.Double(2.0 / map.Output.Channels);
            writer.Line($"double map = {own}Map * ownShare - {other}Map * otherShare;");
            writer.Line($"{code.Type} share = {code.Broadcast($"(float)(map * {factor})")};");
            map.Channels(map.Output.Channels, c => writer.Line($"{code.Type} v = {code.Load(own + c)} * share;"));
        }
        else
            map.Channels(map.Output.Channels, c => writer.Line(
                $"{code.Type} v = {code.Load(own + c)} * ownFactor - {code.Load(other + c)} * otherFactor;"));
        map.ClosePixels("student", "teacher");
    }

    /// <summary>
    /// The derivative by a is <c>a · ownShare − t · otherShare</c>: with unit vectors u and w, <c>k (u − w − u · (u² − uw)) / ‖a‖</c>,
    /// and 0 where a has no length, and therefore no direction.
    /// </summary>
    private static void EmitShares(MapWriter map, LossGradient gradient, string own, string other, int samples)
    {
        CodeWriter writer = map.Writer;
        double positions = map.Output.Pixels;
        string scale = gradient.Loss switch
        {
            AttentionTransfer { Reduction: AttentionReduction.MeanSquare } => $"seed * {CodeWriter.Double(2 / positions)}",
            AttentionTransfer => $"square == 0 ? 0 : seed / (Math.Sqrt(square) * {samples})",
            _ => $"seed * {CodeWriter.Double(2.0 / samples)}",
        };
        if (gradient.Loss is AttentionTransfer { Reduction: AttentionReduction.Distance })
            writer.Line("double square = studentSquare + teacherSquare - 2 * cosine;");
        writer.Line($"double scale = {own}Length <= {Least} ? 0 : ({scale}) / {own}Length;");
        writer.Line($"double along = {own}Square - cosine;");
        writer.Line($"double ownShare = scale * (1 - along) / {own}Length, otherShare = scale / {other}Length;");
        if (gradient.Loss is AttentionTransfer) return;
        foreach (string name in new[] { "own", "other" })
            writer.Line($"{map.Code.Type} {name}Factor = {map.Code.Broadcast($"(float){name}Share")};");
    }

    /// <summary>The lengths, at least 1e-12, and the squares and the product of what they divide.</summary>
    private static void EmitLengths(CodeWriter writer)
    {
        writer.Line($"double studentLength = Math.Max(Math.Sqrt(sums[0]), {Least});");
        writer.Line($"double teacherLength = Math.Max(Math.Sqrt(sums[1]), {Least});");
        writer.Line("double studentSquare = sums[0] / (studentLength * studentLength);");
        writer.Line("double teacherSquare = sums[1] / (teacherLength * teacherLength);");
        writer.Line("double cosine = sums[2] / (studentLength * teacherLength);");
    }
}
