using Fusion.Compiler.Emit.Cpu.Maps;
using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Soft labels and their gradients, pixel by pixel. With u the difference of the teacher's and the student's logits, each below its
/// largest, log p − log q is u − log of the teacher's sum + log of the student's. Equal logits give exactly 0 everywhere.
/// </summary>
internal static class SoftLabelsEmitter
{
    public static void EmitValue(ChunkWriter chunk)
    {
        View logits = chunk.Plan.Inputs[0];
        double temperature = ((SoftLabels)chunk.Plan.Operation).Temperature;
        var pair = new SoftmaxPair(chunk.Context, logits.Channels, temperature);
        pair.Declare(KernelText.Scratch(chunk.Plan), withTerms: true);
        chunk.OpenPixels("student", "teacher");
        pair.Emit();
        pair.EmitTerms();
        chunk.Writer.Line($"total += {pair.TermsTotal} / teacherTotal + (Math.Log(studentTotal) - Math.Log(teacherTotal));");
        chunk.ClosePixels();
    }

    public static void EmitGradient(MapWriter map)
    {
        var gradient = (LossGradient)map.Plan.Operation;
        double temperature = ((SoftLabels)gradient.Loss).Temperature;
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        var pair = new SoftmaxPair(map.Context, map.Output.Channels, temperature);
        pair.Declare(KernelText.Scratch(map.Plan), withTerms: gradient.Input == 1);
        writer.Line($"double scale = (double){LossGradientEmitter.Seed(map)} * {CodeWriter.Double(temperature / map.Output.Pixels)};");
        map.OpenPixels("student", "teacher");
        pair.Emit();
        writer.Line($"{code.Type} teacherShare = {code.Broadcast("(float)(scale / teacherTotal)")};");
        if (gradient.Input == 0)
        {
            writer.Line($"{code.Type} studentShare = {code.Broadcast("(float)(scale / studentTotal)")};");
            // Two products, each rounded: of equal ones nothing must be left.
            map.Channels(map.Output.Channels, c => writer.Line(
                $"{code.Type} v = {code.Load("studentExp" + c)} * studentShare - {code.Load("teacherExp" + c)} * teacherShare;"));
        }
        else
        {
            pair.EmitTerms();
            writer.Line($"{code.Type} mean = {code.Broadcast($"(float)({pair.TermsTotal} / teacherTotal)")};");
            map.Channels(map.Output.Channels, c =>
            {
                string p = code.Load("teacherExp" + c);
                writer.Line($"{code.Type} v = ({code.Load("terms" + c)} - {p} * mean) * teacherShare;");
            });
        }
        map.ClosePixels("student", "teacher");
    }
}
