using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>The gradient of a softmax p: <c>p · (dy − Σ dy · p)</c>, the sum in double precision.</summary>
public static class SoftmaxGradientEmitter
{
    public static void Emit(MapWriter map)
    {
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        int channels = map.Output.Channels, padded = PackedWeights.PaddedTo16(channels);
        writer.Line($"float* products = {KernelText.Scratch(map.Plan)};");
        writer.Line(KernelText.Clear("products", padded));
        writer.Line("double* lanes = stackalloc double[16];");
        map.OpenPixels("p", "dy");
        map.Channels(channels, c => writer.Line($"{code.Type} v = {code.Load("p" + c)} * {code.Load("dy" + c)};"),
            epilogue: false, target: "products");
        string total = map.Context.Functions.Call("Total", "lanes", "products", CodeWriter.Number(padded));
        writer.Line($"{code.Type} sum = {code.Broadcast($"(float){total}")};");
        map.Channels(channels, c => writer.Line($"{code.Type} v = {code.Load("p" + c)} * ({code.Load("dy" + c)} - sum);"));
        map.ClosePixels("p", "dy");
    }
}
