using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>
/// The gradient of a local response norm, pixel by pixel: squares between zeros, as in the forward pass; from their sums the share of each
/// channel's own dy, and what it owes to its neighbours, again between zeros; and the sums of that.
/// </summary>
public static class LocalResponseNormGradientEmitter
{
    public static void Emit(MapWriter map)
    {
        var norm = ((LocalResponseNormGradient)map.Plan.Operation).Norm;
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        int channels = map.Output.Channels;
        NormScratch squares = NormScratch.Of(norm, channels), shares = NormScratch.Mirrored(norm, channels);
        writer.Line($"float* squares = {KernelText.Scratch(map.Plan)}, shares = squares + {squares.Floats};");
        writer.Line($"float* direct = shares + {shares.Floats};");
        writer.Line(KernelText.Clear("squares", squares.Floats + shares.Floats));
        map.OpenPixels("x", "dy");
        map.Channels(channels, c =>
        {
            writer.Line($"{code.Type} v = {code.Load("x" + c)};");
            writer.Line("v *= v;");
        }, epilogue: false, target: KernelText.Plus("squares", squares.Before));
        map.Channels(channels, c =>
        {
            LocalResponseNormEmitter.EmitSum(map, squares, "squares", c);
            writer.Line($"sum = {code.MultiplyAdd("sum", code.Constant(norm.Alpha / norm.Size), code.Constant(norm.K))};");
            writer.Line($"{code.Type} own = {code.Load("dy" + c)} / {LocalResponseNormEmitter.Power(map, norm.Beta)};");
            writer.Line($"own.Store(direct{c});");
            writer.Line($"{code.Type} v = own * {code.Load("x" + c)} / sum;");
        }, epilogue: false, target: KernelText.Plus("shares", shares.Before));
        map.Channels(channels, c =>
        {
            LocalResponseNormEmitter.EmitSum(map, shares, "shares", c);
            writer.Line($"sum *= {code.Constant(2 * norm.Alpha * norm.Beta / norm.Size)};");
            writer.Line($"{code.Type} v = {code.MultiplyAddNegated("sum", code.Load("x" + c), code.Load("direct" + c))};");
        });
        map.ClosePixels("x", "dy");
    }
}
