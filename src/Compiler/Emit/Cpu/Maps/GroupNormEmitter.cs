using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>
/// GroupNorm from the mean and variance of each channel, which other kernels have taken: those of a group follow from its channels' without
/// cancellation. What belongs to a channel is made once, in the thread's own memory.
/// </summary>
public static class GroupNormEmitter
{
    public static void Emit(MapWriter map)
    {
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        var norm = (GroupNorm)map.Plan.Operation;
        View statistics = map.Plan.Inputs[1];
        int channels = map.Output.Channels, each = channels / norm.Groups;
        writer.Line($"float* mean = {KernelText.Scratch(map.Plan)}, scale = mean + {PackedWeights.PaddedTo16(channels)};");
        writer.Line($"float* means = {KernelText.Base(statistics)}, variances = {KernelText.Base(statistics, statistics.PixelStride)};");
        writer.Open($"for (int from = 0; from < {channels}; from += {each})");
        writer.Line("double groupMean = 0, groupVariance = 0;");
        writer.Line($"for (int c = from; c < from + {each}; c++) groupMean += means[c];");
        writer.Line($"groupMean /= {each};");
        writer.Open($"for (int c = from; c < from + {each}; c++)");
        writer.Line("double distance = means[c] - groupMean;");
        writer.Line("groupVariance += variances[c] + distance * distance;");
        writer.Close();
        writer.Line($"double size = Math.Sqrt(groupVariance / {each} + {CodeWriter.Double(norm.Epsilon)});");
        writer.Open($"for (int c = from; c < from + {each}; c++)");
        writer.Line("mean[c] = (float)groupMean;");
        writer.Line("scale[c] = (float)(1 / size);");
        writer.Close();
        writer.Close();
        map.OpenPixels("x");
        map.Channels(channels, channel => writer.Line($"{code.Type} v = ({code.Load("x" + channel)} - {code.Load("mean" + channel)}) * "
            + $"{code.Load("scale" + channel)};"));
        map.ClosePixels("x");
    }
}
