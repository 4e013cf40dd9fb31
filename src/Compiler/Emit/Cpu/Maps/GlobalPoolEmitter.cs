using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Mean, sum or maximum over all pixels. Threads share the channels, so that one thread adds the pixels of a channel in
/// order.</summary>
public static class GlobalPoolEmitter
{
    public static void Emit(MapWriter map)
    {
        CodeWriter writer = map.Writer;
        View input = map.Input;
        int channels = map.Output.Channels, lanes = map.Lanes;
        var reduction = new PixelReduction(map, KernelText.Base(input), input, input.Rows, input.Width, input.IsFlat);
        foreach (EpiloguePointer pointer in map.Epilogue.Pointers) writer.Line($"float* {pointer.Name} = {pointer.Base};");
        writer.Line($"float* y = {KernelText.Base(map.Output)};");
        int tail = channels % lanes, full = channels - tail;
        if (full > 0)
        {
            writer.Open(full == channels ? $"for (int c = first * 16; c < Math.Min({channels}, last * 16); c += {lanes})"
                : $"for (int c = first * 16; c < Math.Min({full}, last * 16); c += {lanes})");
            One(" + c", lanes);
            writer.Close();
        }
        if (tail > 0)
        {
            writer.Open($"if (last == {map.Plan.Units} && first < last)");
            One(KernelText.Offset(full), tail);
            writer.Close();
        }

        void One(string channel, int count)
        {
            reduction.Emit(channel);
            foreach (string line in map.Epilogue.Apply("v", _ => "", channel)) writer.Line(line);
            foreach (string line in map.Code.Store("v", "y" + channel, count)) writer.Line(line);
        }
    }

    /// <summary>The same for every sample of a batch.</summary>
    public static void EmitSamples(SampleWriter map)
    {
        SampleView input = map.Plan.Samples[0];
        map.Blocks((channel, count) =>
        {
            new PixelReduction(map.Map, "x0", input.Batch, input.Rows, input.Width, input.IsFlat).Emit(channel);
            foreach (string line in map.Code.Store("v", "y" + channel, count)) map.Writer.Line(line);
        });
    }
}
