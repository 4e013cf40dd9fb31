using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>Softmax over the channels of each pixel.</summary>
public static class SoftmaxEmitter
{
    private const int SumLanes = SoftmaxScratch.SumLanes;

    public static void Emit(MapWriter map)
    {
        if (NarrowSoftmaxEmitter.Takes(map))
        {
            NarrowSoftmaxEmitter.Emit(map);
            return;
        }
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        View input = map.Input;
        int channels = map.Output.Channels, lanes = map.Lanes, padded = PackedWeights.PaddedTo16(channels);
        writer.Comment("One pixel's channels, padded with minus infinity, whose exponential is 0.");
        writer.Line($"float* e = {KernelText.Scratch(map.Plan)};");
        map.OpenRows();
        writer.Line($"float* x = {KernelText.Base(input)} + {KernelText.RowOffset(input, "row", KernelText.RowsPerFrame(map.Output))};");
        writer.Open($"for (int column = 0; column < {map.Output.Width}; column++)");
        writer.Line($"for (int c = 0; c < {channels}; c += {lanes}) {code.Load("x + c")}.Store(e + c);");
        for (int i = 0; i < SumLanes; i += lanes) writer.Line($"{code.Broadcast("float.NegativeInfinity")}.Store(e + {channels + i});");
        writer.Line($"{code.Type} scale = {code.Broadcast(SoftmaxExponentials.Call(map.Context, "e", padded))};");
        map.Channels(channels, channel => writer.Line($"{code.Type} v = {code.Load("e" + channel)} / scale;"));
        writer.Line($"x += {input.PixelStride};");
        map.NextPixel();
        writer.Close();
        writer.Close();
    }
}
