using Fusion.Compiler.Emit.Cpu.Maps;
using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Soft labels and their gradients, pixel by pixel. Equal logits give exactly 0 everywhere.</summary>
internal static class SoftLabelsEmitter
{
    public static void EmitValue(ChunkWriter chunk)
    {
        View logits = chunk.Plan.Inputs[0];
        double temperature = ((SoftLabels)chunk.Plan.Operation).Temperature;
        var pair = new SoftmaxPair(chunk.Context, logits.Channels, temperature);
        pair.Declare(KernelText.Scratch(chunk.Plan));
        chunk.OpenPixels("student", "teacher");
        pair.Emit();
        pair.EmitTerms();
        chunk.Writer.Line($"total += {pair.Divergence};");
        chunk.ClosePixels();
    }

    public static void EmitGradient(MapWriter map)
    {
        var gradient = (LossGradient)map.Plan.Operation;
        double temperature = ((SoftLabels)gradient.Loss).Temperature;
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        var pair = new SoftmaxPair(map.Context, map.Output.Channels, temperature);
        pair.Declare(KernelText.Scratch(map.Plan));
        writer.Line($"double scale = (double){LossGradientEmitter.Seed(map)} * {CodeWriter.Double(temperature / map.Output.Pixels)};");
        map.OpenPixels("student", "teacher");
        pair.Emit();
        writer.Line($"{code.Type} teacherShare = {code.Broadcast("(float)(scale / teacherTotal)")};");
        if (gradient.Input == 0)
        {
            writer.Line($"{code.Type} studentShare = {code.Broadcast("(float)(scale / studentTotal)")};");
            map.Channels(map.Output.Channels, c => writer.Line(
                $"{code.Type} v = {pair.EmitLog(c).DifferenceOfShares("studentShare", "teacherShare")};"));
        }
        else
        {
            pair.EmitTerms();
            writer.Line($"{code.Type} mean = {code.Broadcast($"(float)({pair.Divergence})")};");
            map.Channels(map.Output.Channels, c => writer.Line(
                $"{code.Type} v = {pair.EmitLog(c).UnlessExcluded("t * (log - mean) * teacherShare")};"));
        }
        map.ClosePixels("student", "teacher");
    }
}
