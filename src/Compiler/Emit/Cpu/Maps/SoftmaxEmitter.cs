using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>
/// Softmax over the channels of each pixel. Sums run in 16 lanes whatever the vectors' width, and the lanes are added in order, so that
/// every instruction set adds in the same order.
/// </summary>
public static class SoftmaxEmitter
{
    private const int SumLanes = SoftmaxScratch.SumLanes;

    public static void Emit(MapWriter map)
    {
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        View input = map.Input;
        int channels = map.Output.Channels, lanes = map.Lanes, padded = PackedWeights.PaddedTo16(channels), parts = SumLanes / lanes;
        writer.Comment("One pixel's channels, padded with minus infinity, whose exponential is 0.");
        writer.Line($"float* e = {KernelText.Scratch(map.Plan)};");
        writer.Line($"float* lane = stackalloc float[{SumLanes}];");
        map.OpenRows();
        writer.Line($"float* x = {KernelText.Base(input)} + {KernelText.RowOffset(input, "row", KernelText.RowsPerFrame(map.Output))};");
        writer.Open($"for (int column = 0; column < {map.Output.Width}; column++)");
        writer.Line($"for (int c = 0; c < {channels}; c += {lanes}) {code.Load("x + c")}.Store(e + c);");
        for (int i = 0; i < SumLanes; i += lanes) writer.Line($"{code.Broadcast("float.NegativeInfinity")}.Store(e + {channels + i});");

        writer.Comment("The largest channel is taken off, so that no exponential overflows.");
        writer.Line($"{code.Type} most = {code.Load("e")};");
        writer.Line($"for (int c = {lanes}; c < {padded}; c += {lanes}) most = {code.Max(code.Load("e + c"), "most")};");
        writer.Line("most.Store(lane);");
        writer.Line("float largest = lane[0];");
        writer.Line($"for (int i = 1; i < {lanes}; i++) largest = lane[i] > largest ? lane[i] : largest;");
        writer.Line($"{code.Type} shift = {code.Broadcast("largest")};");
        for (int i = 0; i < parts; i++) writer.Line($"{code.Type} sum{i} = {code.Zero};");
        writer.Open($"for (int c = 0; c < {padded}; c += {SumLanes})");
        for (int i = 0; i < parts; i++)
        {
            string at = "e + c" + KernelText.Offset(i * lanes);
            writer.Line($"{code.Type} e{i} = {map.Context.Functions.Call("Exp", $"{code.Load(at)} - shift")};");
            writer.Line($"sum{i} += e{i};");
            writer.Line($"e{i}.Store({at});");
        }
        writer.Close();
        for (int i = 0; i < parts; i++) writer.Line($"sum{i}.Store(lane{KernelText.Offset(i * lanes)});");
        writer.Line("float total = lane[0];");
        writer.Line($"for (int i = 1; i < {SumLanes}; i++) total += lane[i];");
        writer.Line($"{code.Type} scale = {code.Broadcast("total")};");
        map.Channels(channels, channel => writer.Line($"{code.Type} v = {code.Load("e" + channel)} / scale;"));
        writer.Line($"x += {input.PixelStride};");
        map.NextPixel();
        writer.Close();
        writer.Close();
    }
}
