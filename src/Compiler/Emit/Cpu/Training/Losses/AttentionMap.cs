using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the means of squares over the channels of one position, <c>studentMap</c> and <c>teacherMap</c>.</summary>
internal sealed class AttentionMap(CpuContext context, EquatableArray<View> inputs)
{
    private static readonly string[] s_names = ["student", "teacher"];

    /// <summary>Declares the memory, once for all positions; the sums' lanes, too.</summary>
    public void Declare(string scratch)
    {
        CodeWriter writer = context.Kernels;
        writer.Line($"float* studentSquares = {scratch};");
        writer.Line($"float* teacherSquares = studentSquares + {PackedWeights.PaddedTo16(inputs[0].Channels)};");
        for (int i = 0; i < 2; i++)
            writer.Line(KernelText.Clear(s_names[i] + "Squares", PackedWeights.PaddedTo16(inputs[i].Channels)));
        writer.Line("double* lanes = stackalloc double[16];");
    }

    /// <summary>For the position at <c>student</c> and <c>teacher</c>.</summary>
    public void Emit()
    {
        CodeWriter writer = context.Kernels;
        for (int i = 0; i < 2; i++)
        {
            string name = s_names[i];
            int channels = inputs[i].Channels;
            ChannelLoop.Emit(writer, context.Set.Lanes, channels, (c, count) =>
            {
                writer.Line($"{context.Code.Type} power = {context.Code.Load(name + c)};");
                writer.Line("power *= power;");
                foreach (string line in context.Code.Store("power", $"{name}Squares{c}", count)) writer.Line(line);
            });
            string total = context.Functions.Call(
                "Total", "lanes", name + "Squares", CodeWriter.Number(PackedWeights.PaddedTo16(channels)));
            writer.Line($"double {name}Map = {total} / {channels};");
        }
    }
}
