using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Each channel divided by a power of its neighbours' mean square. The squares of a pixel are put aside between zeros, which stand
/// for channels that do not exist.</summary>
public static class LocalResponseNormEmitter
{
    /// <summary>Sums of more terms are printed as a loop.</summary>
    private const int MostTerms = 9;

    public static void Emit(MapWriter map)
    {
        var norm = (LocalResponseNorm)map.Plan.Operation;
        CodeWriter writer = map.Writer;
        int channels = map.Output.Channels;
        NormScratch scratch = NormScratch.Of(norm, channels);
        writer.Line($"float* squares = {KernelText.Scratch(map.Plan)};");
        writer.Line(KernelText.Clear("squares", scratch.Floats));
        map.OpenRows();
        map.InputRow();
        writer.Open($"for (int column = 0; column < {map.Output.Width}; column++)");
        map.Channels(channels, channel =>
        {
            writer.Line($"{map.Code.Type} v = {map.Code.Load("x" + channel)};");
            writer.Line("v *= v;");
        }, epilogue: false, target: KernelText.Plus("squares", scratch.Before));
        map.Channels(channels, channel =>
        {
            EmitSum(map, scratch, "squares", channel);
            writer.Line($"sum = {map.Code.MultiplyAdd("sum", map.Code.Constant(norm.Alpha / norm.Size), map.Code.Constant(norm.K))};");
            writer.Line($"{map.Code.Type} v = {map.Code.Load("x" + channel)} / {Power(map, norm.Beta)};");
        });
        writer.Line($"x += {map.Input.PixelStride};");
        map.NextPixel();
        writer.Close();
        writer.Close();
    }

    /// <summary>The sum, <c>sum</c>, over what lies near a channel.</summary>
    internal static void EmitSum(MapWriter map, NormScratch scratch, string terms, string channel)
    {
        CodeWriter writer = map.Writer;
        string Square(string near) => map.Code.Load($"{terms}{channel} + {near}");
        if (scratch.Terms > LongSums.MostTerms)
        {
            var total = new WideSum(writer, map.Code, "total");
            total.Declare();
            total.AddAll("near", "0", CodeWriter.Number(scratch.Terms), Square("near"));
            writer.Line($"{map.Code.Type} sum = {total.Value};");
            return;
        }
        writer.Line($"{map.Code.Type} sum = {map.Code.Load(terms + channel)};");
        if (scratch.Terms > MostTerms) writer.Line($"for (int near = 1; near < {scratch.Terms}; near++) sum += {Square("near")};");
        else
            for (int near = 1; near < scratch.Terms; near++) writer.Line($"sum += {Square(CodeWriter.Number(near))};");
    }

    /// <summary><c>sum</c> to a power.</summary>
    internal static string Power(MapWriter map, double exponent)
    {
        string root = $"{map.Code.Class}.Sqrt(sum)";
        return exponent switch
        {
            0.5 => root,
            0.75 => $"({root} * {map.Code.Class}.Sqrt({root}))",
            1 => "sum",
            _ => map.Context.Functions.Call("Exp", $"{map.Code.Constant(exponent)} * {map.Context.Functions.Call("Log", "sum")}"),
        };
    }
}
