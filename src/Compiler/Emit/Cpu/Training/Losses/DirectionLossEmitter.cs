using Fusion.Compiler.Emit.Cpu.Maps;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>The mean squared error of features whose channels are brought to one length at each position, and its gradients.</summary>
internal static class DirectionLossEmitter
{
    public static void EmitValue(ChunkWriter chunk)
    {
        int channels = chunk.Plan.Inputs[0].Channels;
        Declare(chunk.Context, KernelText.Scratch(chunk.Plan), channels);
        chunk.OpenPixels("student", "teacher");
        EmitLengths(chunk.Context, channels);
        EmitTerms(chunk.Context, channels, c => Difference(chunk.Code, "student", "teacher", c), _ => "term");
        chunk.Writer.Line($"total += {Total(chunk.Context, channels)};");
        chunk.ClosePixels();
    }

    /// <summary>Of x with unit u: <c>(own − u · Σ u · own) / ‖x‖</c>, where own is the derivative by u; nothing where x has no length,
    /// and therefore no direction.</summary>
    public static void EmitGradient(MapWriter map)
    {
        var gradient = (LossGradient)map.Plan.Operation;
        VectorCode code = map.Code;
        int channels = map.Output.Channels;
        string self = gradient.Input == 0 ? "student" : "teacher", other = gradient.Input == 0 ? "teacher" : "student";
        Declare(map.Context, KernelText.Scratch(map.Plan), channels);
        map.Writer.Line($"double scale = (double){LossGradientEmitter.Seed(map)} * {CodeWriter.Double(2.0 / map.Output.Pixels)};");
        map.OpenPixels("student", "teacher");
        EmitLengths(map.Context, channels);
        EmitTerms(map.Context, channels, c => Difference(code, self, other, c), c => $"({code.Load(self + c)} * {self}Unit)");
        string along = $"(float){Total(map.Context, channels)}", share = $"{self}Length <= {Least} ? 0 : (float)(scale / {self}Length)";
        map.Writer.Line($"{code.Type} along = {code.Broadcast(along)}, share = {code.Broadcast(share)};");
        map.Channels(channels, c =>
        {
            map.Writer.Line($"{code.Type} own = {Difference(code, self, other, c)};");
            map.Writer.Line($"{code.Type} v = (own - {code.Load(self + c)} * {self}Unit * along) * share;");
        });
        map.ClosePixels("student", "teacher");
    }

    private static string Least => CodeWriter.Double(UnitVector.Epsilon);

    private static string Difference(VectorCode code, string self, string other, string c) =>
        $"{code.Load(self + c)} * {self}Unit - {code.Load(other + c)} * {other}Unit";

    private static string Total(CpuContext context, int channels) =>
        context.Functions.Call("Total", "lanes", "terms", CodeWriter.Number(PackedWeights.PaddedTo16(channels)));

    private static void Declare(CpuContext context, string scratch, int channels)
    {
        context.Kernels.Line($"float* terms = {scratch};");
        context.Kernels.Line(KernelText.Clear("terms", PackedWeights.PaddedTo16(channels)));
        context.Kernels.Line("double* lanes = stackalloc double[16];");
    }

    private static void EmitLengths(CpuContext context, int channels)
    {
        VectorCode code = context.Code;
        foreach (string name in new[] { "student", "teacher" })
        {
            EmitTerms(context, channels, c => code.Load(name + c), _ => "term");
            context.Kernels.Line($"double {name}Length = Math.Max(Math.Sqrt({Total(context, channels)}), {Least});");
            context.Kernels.Line($"{code.Type} {name}Unit = {code.Broadcast($"(float)(1 / {name}Length)")};");
        }
    }

    /// <summary>Fills <c>terms</c> with products.</summary>
    private static void EmitTerms(CpuContext context, int channels, Func<string, string> term, Func<string, string> factor)
    {
        ChannelLoop.Emit(context.Kernels, context.Set.Lanes, channels, (c, count) =>
        {
            context.Kernels.Line($"{context.Code.Type} term = {term(c)};");
            context.Kernels.Line($"term *= {factor(c)};");
            foreach (string line in context.Code.Store("term", "terms" + c, count)) context.Kernels.Line(line);
        });
    }
}
